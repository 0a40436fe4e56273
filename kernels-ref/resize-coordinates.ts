import { roundToInteger } from "./arithmetic.js";
import { stringAttribute } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Attributes } from "./operator.js";

/** Where each output position of one axis falls on the input axis; every index is clamped to the input. */
export interface SourceCoordinates {
  readonly nearest: Int32Array;
  /** Linear: the two neighbours and the weight of `above`, in [0, 1). */
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly fraction: Float32Array;
}

/** Coordinates by `coordinate_transformation_mode` and `rounding_method`, every step rounded to float32 as in TVM. */
export function sourceCoordinates(inputs: number, outputs: number, attributes: Attributes): SourceCoordinates {
  const mode = stringAttribute(attributes, "coordinate_transformation_mode", "half_pixel");
  const method =
    stringAttribute(attributes, "rounding_method", "round") || (mode === "align_corners" ? "round" : "floor");
  const clamp = (index: number): number => Math.min(Math.max(index, 0), inputs - 1);
  const nearest = new Int32Array(outputs);
  const below = new Int32Array(outputs);
  const above = new Int32Array(outputs);
  const fraction = new Float32Array(outputs);
  for (let position = 0; position < outputs; position++) {
    const source = sourcePosition(position, inputs, outputs, mode);
    nearest[position] = clamp(nearestIndex(source, method));
    below[position] = clamp(Math.floor(source));
    above[position] = clamp(Math.floor(source) + 1);
    fraction[position] = source - Math.floor(source);
  }
  return { nearest, below, above, fraction };
}

function sourcePosition(position: number, inputs: number, outputs: number, mode: string): number {
  const scale = Math.fround(inputs / outputs);
  switch (mode) {
    case "half_pixel":
      return Math.fround(Math.fround((position + 0.5) * scale) - 0.5);
    case "pytorch_half_pixel":
      return outputs > 1 ? Math.fround(Math.fround((position + 0.5) * scale) - 0.5) : 0;
    case "tf_half_pixel_for_nn":
      return Math.fround((position + 0.5) * scale);
    case "asymmetric":
      return Math.fround(position * scale);
    case "align_corners":
      return outputs > 1 ? Math.fround(position * Math.fround((inputs - 1) / (outputs - 1))) : 0;
    default:
      throw new KernelError(`image.resize2d does not know coordinate_transformation_mode ${mode}`);
  }
}

/** TVM nudges `floor` and `ceil` by 1e-5, so that a coordinate that float32 put just beside an integer counts as it. */
function nearestIndex(source: number, method: string): number {
  const epsilon = Math.fround(1e-5);
  switch (method) {
    case "round":
      return roundToInteger(source, "half-away");
    case "round_prefer_floor":
      return Math.ceil(Math.fround(source - 0.5));
    case "round_prefer_ceil":
      return Math.floor(Math.fround(source + 0.5));
    case "floor":
      return Math.floor(Math.fround(source + epsilon));
    case "ceil":
      return Math.ceil(Math.fround(source - epsilon));
    default:
      throw new KernelError(`image.resize2d does not know rounding_method ${method}`);
  }
}
