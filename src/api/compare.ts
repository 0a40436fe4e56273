export type { Bisected } from "../analysis/bisect/bisect-board.js";
export {
  type BisectProjectOptions,
  type BoardModel,
  bisectProject,
  type ProjectBisected,
} from "../analysis/bisect/bisect-project.js";
export { type BisectOptions, bisect } from "../comparison/bisect/bisect.js";
export { bisectTraces } from "../comparison/bisect/bisect-traces.js";
export type { BadLayer, Bisection, Origin } from "../comparison/bisect/bisection.js";
export { linkSuspect } from "../comparison/bisect/link-suspect.js";
export type { Suspect } from "../comparison/bisect/suspect.js";
export { diagnose } from "../comparison/diagnose/diagnose.js";
export type { Diagnosis, DiagnosisInput, Hypothesis } from "../comparison/diagnose/diagnosis.js";
export { layerInput } from "../comparison/diagnose/layer-input.js";
export { type DiffOptions, diff } from "../comparison/diff/diff.js";
export { diffLog } from "../comparison/diff/diff-log.js";
export { floatTrace } from "../comparison/diff/float-trace.js";
export { readTraceSource } from "../comparison/diff/read-source.js";
export type { Element, ElementDiff, LayerDiff, TensorSummary, TraceDiff } from "../comparison/diff/trace-diff.js";
