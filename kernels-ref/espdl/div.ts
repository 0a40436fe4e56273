import type { Rounding } from "../arithmetic.js";
import { type NdArray, sizeOf } from "../array.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";
import { mergedInner } from "./merged-shapes.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.div`: left / right with numpy broadcasting, in float32. 0 divided is 0; a division by 0 is the end of the
 * range on the left's side.
 *
 * Law: which of two roundings happens depends on how the shapes merge. If the innermost merged axis of the right has
 * length 1, the chip multiplies by the rounded quotient scale / right; else it divides left · scale by right. An int8
 * file whose left is a single number differs once more: 0 / 0 is then the lowest value.
 */
export const div: Kernel = ([left, right], attributes, [output], { rounding }) => {
  const a = stretchReal(left, output.shape);
  const b = stretchReal(right, output.shape);
  const out = output.data;
  const inner = mergedInner(left.shape, right.shape);
  if (out instanceof Float32Array) {
    const isByScalar = inner.right === 1;
    for (let i = 0; i < out.length; i++) out[i] = isByScalar ? a[i] * Math.fround(1 / b[i]) : a[i] / b[i];
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  const exponent = numberAttribute(attributes, "left_exponent") - numberAttribute(attributes, "right_exponent");
  const scale = scaleOf(exponent - numberAttribute(attributes, "output_exponent"));
  const isInt8 = output.dtype === "int8";
  const multiplies = inner.right === 1 && !(isInt8 && inner.left === 1);
  const isTable = isInt8 && inner.left === 1 && (isSingle(left) || isSingle(right));
  for (let i = 0; i < out.length; i++) {
    if (b[i] === 0 && (a[i] !== 0 || isTable)) out[i] = a[i] > 0 ? high : low;
    else out[i] = a[i] === 0 ? 0 : quotient(a[i], b[i], scale, multiplies, rounding, low, high);
  }
};

function isSingle(array: NdArray): boolean {
  return sizeOf(array.shape) === 1;
}

function quotient(
  a: number,
  b: number,
  scale: number,
  multiplies: boolean,
  rounding: Rounding,
  low: number,
  high: number,
): number {
  const value = multiplies ? a * Math.fround(scale / b) : (a * scale) / b;
  return quantizeFloat(Math.fround(value), rounding, low, high);
}
