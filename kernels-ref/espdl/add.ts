import { saturate } from "../arithmetic.js";
import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";
import { rangeOf } from "./rounding.js";

/**
 * `espdl.add`: left + right with numpy broadcasting; integers saturate.
 * Law: the chip looks at no exponent; the quantizer has made all three equal.
 */
export const add: Kernel = ([left, right], _attributes, [sum]) => {
  const a = stretchReal(left, sum.shape);
  const b = stretchReal(right, sum.shape);
  const out = sum.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
    return;
  }
  const { low, high } = rangeOf(sum.dtype);
  for (let i = 0; i < out.length; i++) out[i] = saturate(a[i] + b[i], low, high);
};
