import { saturate } from "../arithmetic.js";
import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";
import { rangeOf } from "./rounding.js";

/**
 * `espdl.sub`: left − right with numpy broadcasting; integers saturate.
 * Law: the chip looks at no exponent; the quantizer has made all three equal.
 */
export const sub: Kernel = ([left, right], _attributes, [difference]) => {
  const a = stretchReal(left, difference.shape);
  const b = stretchReal(right, difference.shape);
  const out = difference.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
    return;
  }
  const { low, high } = rangeOf(difference.dtype);
  for (let i = 0; i < out.length; i++) out[i] = saturate(a[i] - b[i], low, high);
};
