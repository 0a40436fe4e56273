import { shiftRight, shiftRightInt64 } from "./arithmetic.js";
import { type Int64Array, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/**
 * `right_shift`: floor(value / 2^amount), an arithmetic shift, with numpy broadcasting (one amount a tensor or one a
 * channel). The rounding is part of the operator, for TVM spells other roundings as an `add` before it. A negative
 * amount follows the arithmetic; an amount of 32 (64) or more gives the exact floor, 0 or −1.
 */
export const rightShift: Kernel = ([value, amount], _attributes, [shifted], { negativeShift }) => {
  const a = stretch(value, shifted.shape);
  const b = stretch(amount, shifted.shape);
  const out = shifted.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) {
      out[i] = shiftRightInt64((a as Int64Array)[i], (b as Int64Array)[i], negativeShift);
    }
  } else {
    for (let i = 0; i < out.length; i++) {
      out[i] = shiftRight(a[i] as number, b[i] as number, "floor", negativeShift);
    }
  }
};
