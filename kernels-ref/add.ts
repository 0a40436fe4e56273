import { type Int64Array, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/**
 * `add`: left + right with numpy broadcasting.
 * The exact sum of two float32, rounded by the store into a Float32Array, is the IEEE float32 sum. Integers wrap: an
 * int8 or int16 sum, and an int32 one (< 2^33), is exact in a double before the store drops its high bits.
 */
export const add: Kernel = ([left, right], _attributes, [sum]) => {
  const a = stretch(left, sum.shape);
  const b = stretch(right, sum.shape);
  const out = sum.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a as Int64Array)[i] + (b as Int64Array)[i];
  } else {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) + (b[i] as number);
  }
};
