import { shiftRight, shiftRightInt64 } from "./arithmetic.js";
import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `right_shift`: floor(value / 2^amount), an arithmetic shift, with numpy broadcasting (one amount a tensor or one a
 * channel). The rounding is part of the operator, for TVM spells other roundings as an `add` before it. A negative
 * amount follows the arithmetic; an amount of 32 (64) or more gives the exact floor, 0 or −1.
 */
export const rightShift: Kernel = (inputs, _attributes, [shifted], { negativeShift }) => {
  if (isInt64(shifted.data)) {
    inStrips<Int64Array>(inputs, shifted, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = shiftRightInt64(a[i], b[i], negativeShift);
    });
  } else if (shifted.dtype === "uint32") {
    inStrips(inputs, shifted, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = Math.floor(a[i] / 2 ** b[i]);
    });
  } else {
    inStrips(inputs, shifted, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = shiftRight(a[i], b[i], "floor", negativeShift);
    });
  }
};
