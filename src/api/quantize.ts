export { type Biases, type CorrectionOptions, correctBiases } from "../analysis/bias/correct-biases.js";
export {
  defaultCalibration,
  type QuantizeModelOptions,
  type QuantizeModelResult,
  quantizeModel,
} from "../analysis/quantize-model.js";
export { type CalibrationOptions, calibrate } from "../quantization/calibrate/calibrate.js";
export { collectActivation } from "../quantization/calibrate/collect-activation.js";
export type { Range, Ranges } from "../quantization/calibrate/range.js";
export type { Sample, Samples } from "../quantization/calibrate/samples.js";
export { openSamples, readSample, type SampleFile } from "../quantization/dataset/samples.js";
export { type PreprocessOptions, preprocess } from "../quantization/preprocess/preprocess.js";
export { measureQuantization } from "../quantization/quantize/measure.js";
export { quantize } from "../quantization/quantize/quantize.js";
export type {
  QuantizationRow,
  QuantizationWarning,
  QuantizeOptions,
  QuantizeResult,
} from "../quantization/quantize/result.js";
