import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { resizeAlong } from "./resize-along.js";
import { type ResizedAxis, resizedAxes } from "./resize-axes.js";
import type { ResizeLaw } from "./resize-weights.js";

const MODES = ["nearest", "linear", "cubic"] as const;
const METHODS: Readonly<Record<string, string>> = { nearest: "nearest_neighbor", linear: "linear" };
/** Those that `image.resize2d` knows, and those that are computed axis by axis. */
const COORDINATES = ["half_pixel", "pytorch_half_pixel", "tf_half_pixel_for_nn", "asymmetric", "align_corners"];
const MORE_COORDINATES = [...COORDINATES, "half_pixel_symmetric", "tf_crop_and_resize"];
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

/** A text attribute that must be one of `allowed`. */
function choice(operands: Operands, name: string, fallback: string, allowed: readonly string[]): string {
  const found = operands.text(name, fallback);
  if (!allowed.includes(found))
    operands.fail(`attribute ${name} must be ${allowed.join(" or ")}`, found, "export the model with another one");
  return found;
}

/** Before opset 11 coordinates are asymmetric, and the nearest is the one below, or above where the axis shrinks. */
function lawOf(operands: Operands, axes: readonly ResizedAxis[]): ResizeLaw {
  const old = operands.opset < 11;
  const shrinks = axes.some(({ scale }) => scale < 1);
  return {
    mode: choice(operands, "mode", "nearest", MODES) as ResizeLaw["mode"],
    coordinates: old
      ? "asymmetric"
      : choice(operands, "coordinate_transformation_mode", "half_pixel", MORE_COORDINATES),
    rounding: old ? (shrinks ? "ceil" : "floor") : choice(operands, "nearest_mode", "round_prefer_floor", ROUNDINGS),
    slope: operands.float("cubic_coeff_a", -0.75),
    antialias: operands.int("antialias", 0) !== 0,
    excludeOutside: operands.int("exclude_outside", 0) !== 0,
  };
}

/** True where the size of the result over the input's is the scale, so that `image.resize2d` has the same coordinates. */
function isWhole({ inputs, outputs, scale }: ResizedAxis): boolean {
  return Math.fround(inputs * scale) === outputs;
}

/** Images of NCHW that the original's `image.resize2d` resizes as ONNX defines it. */
function isImage(law: ResizeLaw, rank: number, changed: readonly ResizedAxis[]): boolean {
  const known = law.mode !== "cubic" && COORDINATES.includes(law.coordinates);
  const plain = !law.antialias && !law.excludeOutside;
  return rank === 4 && known && plain && changed.every((axis) => axis.axis >= 2 && isWhole(axis));
}

function resizeImage(operands: Operands, data: Value, law: ResizeLaw, axes: readonly ResizedAxis[]): Value {
  const size = [2, 3].map((i) => axes.find(({ axis }) => axis === i)?.outputs ?? (data.type.shape[i] as number));
  return operands.call("image.resize2d", [data], {
    size,
    roi: [0, 0, 0, 0],
    method: METHODS[law.mode]!,
    coordinate_transformation_mode: law.coordinates,
    rounding_method: law.rounding,
    cubic_alpha: law.slope,
    cubic_exclude: 0,
    extrapolation_value: operands.float("extrapolation_value", 0),
  });
}

function resize(operands: Operands): Value {
  const data = operands.value(0);
  const axes = resizedAxes(operands);
  const law = lawOf(operands, axes);
  const extrapolation = operands.float("extrapolation_value", 0);
  const crops = law.coordinates === "tf_crop_and_resize";
  const changed = axes.filter((axis) => crops || axis.outputs !== axis.inputs || axis.scale !== 1);
  if (isImage(law, data.type.shape.length, changed)) return resizeImage(operands, data, law, axes);
  if (law.coordinates === "align_corners" && !changed.every(isWhole))
    operands.fail(
      "scales must give whole sizes with align_corners, where ONNX and ONNX Runtime differ",
      changed.map(({ scale }) => scale).join(" and "),
      "give sizes in place of scales",
    );
  return changed.reduce((value, axis) => resizeAlong(operands, value, law, axis, extrapolation), data);
}

export const RESIZE: ImporterTable = {
  Resize: (operands) => [resize(operands)],
  /** Deprecated since opset 10: a Resize of that time. */
  Upsample: (operands) => [resize(operands)],
};
