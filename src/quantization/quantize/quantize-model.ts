import type { OnnxModel } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { type CalibrationOptions, calibrate } from "../calibrate/calibrate.js";
import { NOTHING, union } from "../calibrate/extent.js";
import type { Range } from "../calibrate/range.js";
import type { Samples } from "../calibrate/samples.js";
import { optimizeGraph } from "../preprocess/optimize-graph.js";
import { calibrationWarnings } from "./calibration-warnings.js";
import { checkQuantizable } from "./check-quantizable.js";
import { quantize } from "./quantize.js";
import type { QuantizeOptions, QuantizeResult } from "./result.js";

export interface QuantizeModelOptions extends QuantizeOptions {
  /** Entropy with its defaults when left out. */
  readonly calibration?: CalibrationOptions | undefined;
}

export interface QuantizeModelResult extends QuantizeResult {
  /** The optimized float model that was calibrated: the one whose tensors the rows name. */
  readonly float: OnnxModel;
}

/**
 * A float32 model and calibration samples → an int8 model, as ESP-DL's esp_quantize_onnx.py does it: graph
 * optimization once more, shape inference, calibration, quantization.
 * @param model preprocessed
 * @throws UserError when the model or the samples cannot be used.
 */
export async function quantizeModel(
  model: OnnxModel,
  samples: Samples,
  options: QuantizeModelOptions = {},
): Promise<QuantizeModelResult> {
  checkQuantizable(model);
  const float = inferShapes(await optimizeGraph(model));
  const extents = new Map<string, Range>();
  const calibration = options.calibration ?? { method: "entropy" };
  const ranges = await calibrate(float, samples, {
    ...calibration,
    onExtent: (tensor, extent) => extents.set(tensor, union(extents.get(tensor) ?? NOTHING, extent)),
  });
  const result = quantize(float, ranges, options);
  return { ...result, warnings: [...calibrationWarnings(float, extents, result.tensors), ...result.warnings], float };
}
