import { UserError } from "../base/errors.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { inferShapes } from "../formats/onnx/shape/infer.js";
import { calibrate } from "../quantization/calibrate/calibrate.js";
import type { Ranges } from "../quantization/calibrate/range.js";
import { calibratedTensors } from "../quantization/calibrate/tensors.js";
import { optimizeGraph } from "../quantization/preprocess/optimize-graph.js";
import { checkQuantizable } from "../quantization/quantize/check-quantizable.js";
import { quantize } from "../quantization/quantize/quantize.js";
import type { QuantizeOptions, QuantizeResult } from "../quantization/quantize/result.js";
import { noiseSample } from "./noise.js";

/** A model as `quantize` would make it, but for its scales, and the float model that it comes from. */
export interface Trial extends QuantizeResult {
  readonly float: OnnxModel;
}

/**
 * Quantizes with the ranges that one sample of noise gives.
 * @param model preprocessed
 * @throws UserError for what cannot be quantized.
 */
export async function trialQuantize(model: OnnxModel, options: QuantizeOptions): Promise<Trial> {
  checkQuantizable(model);
  const float = inferShapes(await optimizeGraph(model));
  return { ...quantize(float, await trialRanges(float), options), float };
}

/** Where noise is no input that the model can take (an index, a logarithm), every range is −1 … 1. */
async function trialRanges(float: OnnxModel): Promise<Ranges> {
  try {
    return await calibrate(float, [noiseSample(float)], { method: "minmax" });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return new Map(calibratedTensors(float).map((name) => [name, { min: -1, max: 1 }]));
  }
}
