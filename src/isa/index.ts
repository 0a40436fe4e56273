export { COSTS, type CostModel } from "./cost/model.js";
export { KernelExecutor, type NodeRun, type OperatorCall } from "./kernels/executor.js";
export { ISAS, KernelLibrary } from "./kernels/library.js";
export type { Family, Instruction } from "./machine/instruction.js";
export type { Lanes } from "./session/lanes.js";
export type { LineCount, Profile } from "./session/profile.js";
export { type Buffer, IsaSession, type Stop, type StrayRead } from "./session/session.js";
