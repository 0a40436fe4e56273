import { sizeOf } from "../../../../../kernels-ref/array.js";
import { numberAttribute } from "../../../../../kernels-ref/attributes.js";
import { broadcastStrides } from "../../../../../kernels-ref/broadcast.js";
import { effectiveShift } from "../../../../../kernels-ref/espdl/effective-shift.js";
import { mergedInner } from "../../../../../kernels-ref/espdl/merged-shapes.js";
import { list } from "../../number.js";
import { type CallSite, type Emitter, refuse } from "../emitter.js";
import { merged } from "../movement.js";
import { power, rounding, suffixOf } from "./numbers.js";

const RANK_MAX = 8;

/** An initializer of `struct dl_binary`: how both operands are stretched over the result. */
function boxText(site: CallSite, left: number, right: number): string {
  const { shape } = site.call.types[0]!;
  const strides = (input: number): number[] => broadcastStrides(site.types[input]!.shape, shape);
  const box = merged({ shape, from: strides(left), to: strides(right) });
  if (box.shape.length > RANK_MAX) refuse(site, `${box.shape.length} axes`);
  return `{${box.shape.length}, ${list(box.shape)}, ${list(box.from)}, ${list(box.to)}}`;
}

/** Operators that look at no exponent; `swaps` makes less of greater. */
const plain =
  (name: string, swaps = false): Emitter =>
  (site) => {
    const [left, right] = swaps ? [1, 0] : [0, 1];
    return `  static const struct dl_binary box = ${boxText(site, left, right)};
  dl_${name}_${suffixOf(site)}(&box, ${site.read(left)}, ${site.read(right)}, ${site.write(0)});`;
  };

interface Scaling {
  readonly shift?: number;
  readonly variant?: string;
  readonly left?: number;
  readonly right?: number;
  readonly output?: number;
}

/** @param scaling `shift` and the exponents of the three scales */
function scaled(site: CallSite, name: string, { shift = 0, variant = "0", left = 0, right = 0, output = 0 }: Scaling) {
  const scales = [power(left), power(right), power(output)];
  return `  static const struct dl_scaled scaled = {${boxText(site, 0, 1)}, ${rounding(site)}, ${shift}, ${variant}, ${scales.join(", ")}};
  dl_${name}_${suffixOf(site)}(&scaled, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
}

const exponents = ({ call: { attributes } }: CallSite): [number, number, number] => [
  numberAttribute(attributes, "left_exponent"),
  numberAttribute(attributes, "right_exponent"),
  numberAttribute(attributes, "output_exponent"),
];

const inner = ({ types }: CallSite) => mergedInner(types[0]!.shape, types[1]!.shape);

/** Law: rows of at least 16 bytes run in a chip's vector unit, where the exact product is shifted. */
const emitMul: Emitter = (site) => {
  const { dtype } = site.types[0]!;
  const [left, right, output] = exponents(site);
  const { vector } = site.arithmetic;
  const bytes = dtype === "int8" ? 1 : 2;
  const lengths = inner(site);
  if (dtype === "float32" || vector === undefined || Math.max(lengths.left, lengths.right) * bytes < 16)
    return scaled(site, "mul", { left: left + right - output });
  const stated = output - left - right;
  const shift = vector.chip === "esp32p4" ? effectiveShift(stated, bytes, "lane", vector) : stated;
  return scaled(site, "mul_shift", { shift });
};

const emitDiv: Emitter = (site) => {
  const { dtype } = site.types[0]!;
  const [left, right, output] = exponents(site);
  const lengths = inner(site);
  const isInt8 = dtype === "int8";
  const multiplies = lengths.right === 1 && !(isInt8 && lengths.left === 1);
  const isTable = isInt8 && lengths.left === 1 && site.types.some(({ shape }) => sizeOf(shape) === 1);
  const variant = [...(multiplies ? ["DL_MULTIPLIES"] : []), ...(isTable ? ["DL_TABLE"] : [])].join(" | ");
  return scaled(site, "div", { variant: variant === "" ? "0" : variant, left: left - right - output });
};

const ownScales =
  (name: string): Emitter =>
  (site) => {
    const [left, right, output] = exponents(site);
    return scaled(site, name, { left, right, output: -output });
  };

export const DL_BINARY: readonly (readonly [string, Emitter])[] = [
  ["espdl.add", plain("add")],
  ["espdl.sub", plain("sub")],
  ["espdl.equal", plain("equal")],
  ["espdl.greater", plain("greater")],
  ["espdl.greater_or_equal", plain("greater_or_equal")],
  ["espdl.less", plain("greater", true)],
  ["espdl.less_or_equal", plain("greater_or_equal", true)],
  ["espdl.mul", emitMul],
  ["espdl.div", emitDiv],
  ["espdl.mod", ownScales("mod")],
  ["espdl.pow", ownScales("pow")],
];
