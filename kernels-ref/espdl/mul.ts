import { type Rounding, roundToInteger, saturate } from "../arithmetic.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { effectiveShift } from "./effective-shift.js";
import { type RealArray, stretchReal } from "./elementwise.js";
import { mergedInner } from "./merged-shapes.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.mul`: left · right with numpy broadcasting.
 * Law, plain C: the integer product becomes a float32, is scaled by 2^(left + right − output exponent) and rounded. A
 * product of int8 is exact in float32; one of int16 loses its low bits from 2^24 on. Rows of at least 16 bytes run in a
 * chip's vector unit: there the exact product is shifted.
 */
export const mul: Kernel = ([left, right], attributes, [product], { rounding, vector }) => {
  const a = stretchReal(left, product.shape);
  const b = stretchReal(right, product.shape);
  const out = product.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
    return;
  }
  const { low, high } = rangeOf(product.dtype);
  const exponent = numberAttribute(attributes, "left_exponent") + numberAttribute(attributes, "right_exponent");
  const shift = numberAttribute(attributes, "output_exponent") - exponent;
  const inner = mergedInner(left.shape, right.shape);
  if (vector !== undefined && Math.max(inner.left, inner.right) * out.BYTES_PER_ELEMENT >= 16) {
    const bits = out.BYTES_PER_ELEMENT;
    // The ESP32-S3's product is shifted as stated; only the ESP32-P4's count is known to lose its high bits.
    const count = vector.chip === "esp32p4" ? effectiveShift(shift, bits, "lane", vector) : shift;
    shifted(a, b, count, out as Int8Array | Int16Array, rounding, low, high);
    return;
  }
  const scale = scaleOf(-shift);
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(Math.fround(Math.fround(a[i] * b[i]) * scale), rounding, low, high);
};

function shifted(
  a: RealArray,
  b: RealArray,
  shift: number,
  out: Int8Array | Int16Array,
  rounding: Rounding,
  low: number,
  high: number,
): void {
  const factor = 2 ** -shift;
  for (let i = 0; i < out.length; i++) out[i] = saturate(roundToInteger(a[i] * b[i] * factor, rounding), low, high);
}
