import type { ImporterTable, Operands } from "./operands.js";

const METHODS: Readonly<Record<string, string>> = { nearest: "nearest_neighbor", linear: "linear" };
const COORDINATES = ["half_pixel", "pytorch_half_pixel", "tf_half_pixel_for_nn", "asymmetric", "align_corners"];
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

/** A text attribute that must be one of `allowed`. */
function choice(operands: Operands, name: string, fallback: string, allowed: readonly string[]): string {
  const found = operands.text(name, fallback);
  if (!allowed.includes(found))
    operands.fail(`attribute ${name} must be ${allowed.join(" or ")}`, found, "export the model with another one");
  return found;
}

/** Height and width of the result: given as sizes, or as float32 scales times the input's, cut off. */
function sizeOf(operands: Operands): [number, number] {
  const { shape } = operands.value(0).type;
  const sizes = operands.opset < 11 ? undefined : operands.optionalTensor(3, "sizes");
  if (sizes !== undefined && sizes.size > 0) return sizes.toNumbers().slice(2) as [number, number];
  const scales = operands.tensor(operands.opset < 11 ? 1 : 2, "scales").toNumbers();
  if (scales.length !== 4) operands.fail("scales must have 4 values", String(scales.length), "scale every axis");
  return [2, 3].map((axis) => Math.trunc(Math.fround((shape[axis] as number) * (scales[axis] as number)))) as [
    number,
    number,
  ];
}

export const RESIZE: ImporterTable = {
  Resize(operands) {
    const data = operands.value(0);
    if (data.type.shape.length !== 4)
      operands.fail("Resize must have data of rank 4", String(data.type.shape.length), "add a height of 1");
    const mode = operands.text("mode", "nearest");
    const method = METHODS[mode] ?? operands.fail("mode must be nearest or linear", mode, "use another mode");
    const roi = operands.opset < 11 ? undefined : operands.optionalTensor(1, "roi")?.toNumbers();
    const attributes = {
      size: sizeOf(operands),
      roi: roi?.length === 8 ? [roi[2] as number, roi[3] as number, roi[6] as number, roi[7] as number] : [0, 0, 0, 0],
      method,
      coordinate_transformation_mode:
        operands.opset < 11
          ? "asymmetric"
          : choice(operands, "coordinate_transformation_mode", "half_pixel", COORDINATES),
      rounding_method: choice(operands, "nearest_mode", "round_prefer_floor", ROUNDINGS),
      cubic_alpha: operands.float("cubic_coeff_a", -0.75),
      cubic_exclude: operands.int("exclude_outside", 0),
      extrapolation_value: operands.float("extrapolation_value", 0),
    };
    return [operands.call("image.resize2d", [data], attributes)];
  },
};
