import { type Int64Array, isFloat, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/**
 * `multiply`: left · right with numpy broadcasting.
 * The product of two float32 has at most 48 bits and so is exact in a double: the store rounds once. The product of
 * two int32 has up to 62 bits, more than a double holds, hence `Math.imul`, which keeps the low 32.
 */
export const multiply: Kernel = ([left, right], _attributes, [product]) => {
  const a = stretch(left, product.shape);
  const b = stretch(right, product.shape);
  const out = product.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a as Int64Array)[i] * (b as Int64Array)[i];
  } else if (isFloat(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) * (b[i] as number);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = Math.imul(a[i] as number, b[i] as number);
  }
};
