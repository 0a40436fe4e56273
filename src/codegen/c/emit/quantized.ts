import { sizeOf } from "../../../../kernels-ref/array.js";
import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { list, numberLiteral } from "../number.js";
import { type CallSite, type Emitter, suffix } from "./emitter.js";

const elements = ({ call }: CallSite): number => sizeOf(call.types[0]!.shape);
const scale = ({ call }: CallSite): string => numberLiteral("float32", numberAttribute(call.attributes, "scale"));

/** The least result: that of int8, or 0 behind a relu. */
const low = ({ call }: CallSite): number => (call.attributes.relu === true ? 0 : -128);

export const emitQuantize: Emitter = (site) =>
  `  espdl_quantize_f32(${scale(site)}, ${site.read(0)}, ${elements(site)}, ${site.write(0)});`;

export const emitDequantize: Emitter = (site) =>
  `  espdl_dequantize_s8(${scale(site)}, ${low(site)}, ${site.read(0)}, ${elements(site)}, ${site.write(0)});`;

export const emitLookup: Emitter = (site) => {
  const table = Int8Array.from(numbersAttribute(site.call.attributes, "table"));
  const name = site.store(new Tensor("int8", [table.length], table), "table");
  return `  espdl_lookup_s8(${name}, ${site.read(0)}, ${elements(site)}, ${site.write(0)});`;
};

/** A power of two as a factor over 2^shift. */
const factor = (exponent: number, shift: number): number => 2 ** (exponent + shift);

export const emitAdd: Emitter = (site) => {
  const [p, q] = numbersAttribute(site.call.attributes, "exponents") as [number, number];
  const shift = Math.max(0, -p, -q);
  const numbers = [factor(p, shift), factor(q, shift), shift, low(site)];
  return `  espdl_add_s8(${numbers.join(", ")}, ${site.read(0)}, ${site.read(1)}, ${elements(site)}, ${site.write(0)});`;
};

export const emitMultiply: Emitter = (site) => {
  const exponent = numberAttribute(site.call.attributes, "exponent");
  const shift = Math.max(0, -exponent);
  const numbers = [factor(exponent, shift), shift, low(site)];
  return `  espdl_multiply_s8(${numbers.join(", ")}, ${site.read(0)}, ${site.read(1)}, ${elements(site)}, ${site.write(0)});`;
};

/** Sizes of a dense layer: rows, units, length. */
function denseSizes({ types, call }: CallSite): number[] {
  const [units, length] = types[1]!.shape as [number, number];
  return [sizeOf(call.types[0]!.shape) / units, units, length];
}

export const emitFusedDense: Emitter = (site) => {
  const { attributes } = site.call;
  const multiplier = numbersAttribute(attributes, "multiplier").map(BigInt);
  const shift = numbersAttribute(attributes, "shift");
  const steps = [multiplier.length === 1 ? 0 : 1, shift.length === 1 ? 0 : 1];
  const multipliers = site.store(
    new Tensor("int64", [multiplier.length], BigInt64Array.from(multiplier)),
    "multipliers",
  );
  const shifts = site.store(new Tensor("int8", [shift.length], Int8Array.from(shift)), "shifts");
  const bias = site.types.length > 2 ? site.read(2) : "NULL";
  return [
    `  static const struct espdl_dense dense = ${list([...denseSizes(site), ...steps])};`,
    `  espdl_dense_s8(&dense, ${site.read(0)}, ${site.read(1)}, ${bias}, ${multipliers}, ${shifts}, ${site.write(0)});`,
  ].join("\n");
};

export const emitDense: Emitter = (site) => {
  const kernel = `espdl_dense_${suffix(site, { int8: "s8_i32", float32: "f32" })}`;
  return [
    `  static const struct espdl_dense dense = ${list([...denseSizes(site), 0, 0])};`,
    `  ${kernel}(&dense, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`,
  ].join("\n");
};
