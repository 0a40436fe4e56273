import { type Int64Array, isFloat, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/**
 * `divide`: left / right with numpy broadcasting; integers truncate toward zero, as in C.
 * A float32 quotient computed in double and rounded to float32 by the store equals the IEEE float32 quotient:
 * 53 ≥ 2·24 + 2 bits make the double rounding harmless. Integer division by 0 is undefined in C and gives 0 here.
 */
export const divide: Kernel = ([left, right], _attributes, [quotient]) => {
  const a = stretch(left, quotient.shape);
  const b = stretch(right, quotient.shape);
  const out = quotient.data;
  if (isInt64(out)) {
    const divisor = b as Int64Array;
    for (let i = 0; i < out.length; i++) out[i] = divisor[i] === 0n ? 0n : (a as Int64Array)[i] / divisor[i];
  } else if (isFloat(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) / (b[i] as number);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = Math.trunc((a[i] as number) / (b[i] as number));
  }
};
