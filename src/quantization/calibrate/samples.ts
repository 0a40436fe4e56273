import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxValueInfo } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";

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
      throw new UserError(`${where}: dtype must be ${input.dtype}, got ${tensor.dtype}; convert the calibration set`);
    }
    if (!fits(tensor.shape, input)) {
      const expected = input.shape?.map((dim) => (typeof dim === "string" ? printable(dim) : (dim ?? "?"))).join(", ");
      throw new UserError(
        `${where}: shape must be [${expected}], got [${tensor.shape.join(", ")}] (one sample with its batch axis)`,
      );
    }
  }
}

function fits(shape: readonly number[], input: OnnxValueInfo): boolean {
  const declared = input.shape;
  if (declared === undefined) return true;
  if (shape.length !== declared.length) return false;
  return declared.every((dim, axis) => typeof dim !== "number" || dim === shape[axis]);
}
