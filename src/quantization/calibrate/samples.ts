import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxValueInfo } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { channelOrder, declaredText, fitsShape } from "./sample-shape.js";

/** One inference's inputs, by name, batch axis included. */
export type Sample = ReadonlyMap<string, Tensor>;

/** Samples in a fixed order. Must be iterable more than once (an array, or an object that opens its file anew). */
export type Samples = Iterable<Sample> | AsyncIterable<Sample>;

/** @throws UserError when the sample lacks an input of the model or has one of another dtype or shape. */
export function checkSample(inputs: readonly OnnxValueInfo[], sample: Sample, index: number): void {
  for (const input of inputs) {
    const tensor = sample.get(input.name);
    const where = `calibration sample ${index}, input ${printable(input.name)}`;
    if (tensor === undefined) {
      throw new UserError(
        `${where}: missing, the sample has ${[...sample.keys()].map(printable).join(", ") || "no tensors"}`,
      );
    }
    if (tensor.dtype !== input.dtype) {
      throw new UserError(
        `${where}: dtype must be ${input.dtype}, got ${tensor.dtype}; ${asType(tensor.dtype, input.dtype)}`,
      );
    }
    if (!fitsShape(tensor.shape, input.shape)) {
      const order = channelOrder(tensor.shape, input.shape);
      throw new UserError(
        `${where}: shape must be ${declaredText(input.shape ?? [])}, got [${tensor.shape.join(", ")}]${order === undefined ? hint(input.shape) : `: ${order}`}`,
      );
    }
  }
}

/** numpy's dtype of 64 bits is a matter of type; integers are pixels, which a network sees scaled. */
function asType(found: string, wanted: string): string {
  const scaled = wanted === "float32" && found !== "float64" ? "scale the values as in training and save " : "save ";
  return `${scaled}array.astype("${wanted}")`;
}

function hint(declared: OnnxValueInfo["shape"]): string {
  const isBatched = typeof declared?.[0] !== "number" || declared[0] === 1;
  return isBatched ? " (one sample with its batch axis)" : `; save [samples, ${declaredText(declared!).slice(1)}`;
}
