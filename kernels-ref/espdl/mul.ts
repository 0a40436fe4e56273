import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.mul`: left · right with numpy broadcasting.
 * Law, plain C: the integer product becomes a float32, is scaled by 2^(left + right − output exponent) and rounded. A
 * product of int8 is exact in float32; one of int16 loses its low bits from 2^24 on.
 */
export const mul: Kernel = ([left, right], attributes, [product], { rounding }) => {
  const a = stretchReal(left, product.shape);
  const b = stretchReal(right, product.shape);
  const out = product.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
    return;
  }
  const { low, high } = rangeOf(product.dtype);
  const exponent = numberAttribute(attributes, "left_exponent") + numberAttribute(attributes, "right_exponent");
  const scale = scaleOf(exponent - numberAttribute(attributes, "output_exponent"));
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(Math.fround(Math.fround(a[i] * b[i]) * scale), rounding, low, high);
};
