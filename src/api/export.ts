export { type BoardCompileOptions, type CompiledForBoard, compileForBoard } from "../codegen/compile-for-board.js";
export { type Fit, fits } from "../codegen/memory/fits.js";
export { type MemoryPlan, planMemory } from "../codegen/memory/plan.js";
export {
  type Exported,
  type ExportOptions,
  exportCompiled,
  exportProject,
  type WriteOptions,
} from "../codegen/project/export-project.js";
export type { Chip } from "../espdl/chip.js";
export type { Acceleration } from "../ir/fuse/accelerations.js";
export { type BrokenLine, breakProject } from "../tour/break-project.js";
