import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `left_shift`: value · 2^amount, wrapped to the output's width, with numpy broadcasting. Valid amounts: 0 … width − 1,
 * beyond which all bits are gone; TVM makes it in int64, in front of a fixed-point product whose factor is 1 or more.
 */
export const leftShift: Kernel = (inputs, _attributes, [shifted]) => {
  if (isInt64(shifted.data)) {
    inStrips<Int64Array>(inputs, shifted, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] < 64n ? a[i] << b[i] : 0n;
    });
  } else {
    inStrips(inputs, shifted, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] < 32 ? a[i] << b[i] : 0;
    });
  }
};
