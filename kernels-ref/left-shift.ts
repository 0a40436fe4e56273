import { type Int64Array, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/**
 * `left_shift`: value · 2^amount, wrapped to the output's width, with numpy broadcasting. Valid amounts: 0 … width − 1;
 * TVM makes it in int64, in front of a fixed-point product whose factor is 1 or more.
 */
export const leftShift: Kernel = ([value, amount], _attributes, [shifted]) => {
  const a = stretch(value, shifted.shape);
  const b = stretch(amount, shifted.shape);
  const out = shifted.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a as Int64Array)[i] << (b as Int64Array)[i];
  } else {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) << (b[i] as number);
  }
};
