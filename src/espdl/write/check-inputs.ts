import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { freeDimRefusals } from "../../formats/onnx/shape/free-dims.js";
import { checkSample, type Sample } from "../../quantization/calibrate/samples.js";
import { checkFloat } from "../../quantization/quantize/check-quantizable.js";

/**
 * Before any work: a float model of static shapes, and a sample that fits it.
 * @throws UserError for a quantized model, a free dimension other than a batch of 1, a sample of other dtypes or shapes.
 */
export function checkInputs(model: OnnxModel, sample: Sample | undefined): void {
  checkFloat(model);
  const cache = model.graph.nodes.find(({ opType }) => opType === "StreamingCache");
  if (cache !== undefined)
    throw new UserError(
      `${printable(cache.name)}: StreamingCache is what esp-ppq's streaming puts into a file, expected a model of whole sequences; streaming is not written here, export without it`,
    );
  const shapes = new Map(Array.from(sample ?? [], ([name, { shape }]) => [name, shape] as const));
  const free = freeDimRefusals(model, shapes);
  if (free.length > 0) throw new UserError(free.join("; "));
  if (sample !== undefined) checkSample(model.graph.inputs, sample, 0);
}
