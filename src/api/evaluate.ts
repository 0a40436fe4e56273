export { classify } from "../execution/evaluate/classify.js";
export { accuracy, argmax, type Confusion, confusion } from "../execution/evaluate/confusion.js";
export { type ChangedSample, type EvaluateOptions, evaluate } from "../execution/evaluate/evaluate.js";
export type { Difference, EvaluatedModel, Evaluation } from "../execution/evaluate/evaluation.js";
export {
  type LabelledSample,
  type LabelledSamples,
  openLabelledSamples,
} from "../execution/evaluate/labelled-samples.js";
export type { Metric } from "../execution/evaluate/metrics/metric.js";
export { ofFunction as metricOf, readMetric } from "../execution/evaluate/metrics/metric-file.js";
export type { Predictor } from "../execution/evaluate/predictor.js";
export { type ProgramPredictorOptions, programPredictor } from "../execution/evaluate/program-predictor.js";
export { withInputScale } from "../execution/evaluate/with-input-scale.js";
