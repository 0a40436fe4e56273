import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { resizeByAxes } from "./resize-axes.js";
import { axisResizes } from "./resize-scales.js";
import type { AxisResize } from "./resize-taps.js";

const METHODS: Readonly<Record<string, string>> = { nearest: "nearest_neighbor", linear: "linear" };
const COORDINATES = ["half_pixel", "pytorch_half_pixel", "tf_half_pixel_for_nn", "asymmetric", "align_corners"];
const MORE_COORDINATES = ["half_pixel_symmetric", "tf_crop_and_resize"];
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

/** A text attribute that must be one of `allowed`. */
function choice(operands: Operands, name: string, fallback: string, allowed: readonly string[]): string {
  const found = operands.text(name, fallback);
  if (!allowed.includes(found))
    operands.fail(`attribute ${name} must be ${allowed.join(" or ")}`, found, "export the model with another one");
  return found;
}

/** True where Relay's resize, which knows no scales but the quotient of the sizes, gives what ONNX asks for. */
function isImageResize(operands: Operands, axes: readonly AxisResize[], mode: string, coordinates: string): boolean {
  const [batch, channels] = axes;
  const keeps = (axis: AxisResize | undefined): boolean => axis?.outLength === axis?.length;
  return (
    axes.length === 4 &&
    keeps(batch) &&
    keeps(channels) &&
    mode in METHODS &&
    COORDINATES.includes(coordinates) &&
    operands.int("antialias", 0) === 0 &&
    operands.int("exclude_outside", 0) === 0 &&
    axes.every(({ scale, length, outLength }) => Math.fround(scale) === Math.fround(outLength / length))
  );
}

function resize(operands: Operands): Value {
  const data = operands.value(0);
  const mode = choice(operands, "mode", "nearest", ["nearest", "linear", "cubic"]);
  const since11 = operands.opset >= 11;
  const coordinates = since11
    ? choice(operands, "coordinate_transformation_mode", "half_pixel", [...COORDINATES, ...MORE_COORDINATES])
    : "asymmetric";
  const axes = axisResizes(operands, coordinates);
  // Before opset 11, onnxruntime takes the pixel before when it enlarges and the one behind when it shrinks.
  const old = axes.some(({ scale }) => scale < 1) ? "ceil" : "floor";
  const rounding = since11 ? choice(operands, "nearest_mode", "round_prefer_floor", ROUNDINGS) : old;
  const cubic_alpha = operands.float("cubic_coeff_a", -0.75);
  const extrapolation_value = operands.float("extrapolation_value", 0);
  const isImage = isImageResize(operands, axes, mode, coordinates);
  if (!isImage) {
    const filter = { mode, rounding, cubic: cubic_alpha, extrapolation: extrapolation_value };
    const flags = [operands.int("antialias", 0) !== 0, operands.int("exclude_outside", 0) !== 0] as const;
    return resizeByAxes(operands, data, axes, { ...filter, antialias: flags[0], excludeOutside: flags[1] });
  }
  const size = axes.slice(2).map(({ outLength }) => outLength);
  return operands.call("image.resize2d", [data], {
    size,
    roi: axes.slice(2).flatMap(({ roi }) => roi),
    method: METHODS[mode] as string,
    coordinate_transformation_mode: coordinates,
    rounding_method: rounding,
    cubic_alpha,
    cubic_exclude: 0,
    extrapolation_value,
  });
}

export const RESIZE: ImporterTable = {
  Resize: (operands) => [resize(operands)],
  Upsample: (operands) => [resize(operands)],
};
