import { type Int64Array, isFloat, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `divide`: left / right with numpy broadcasting; integers truncate toward zero, as in C.
 * A float32 quotient computed in double and rounded to float32 by the store equals the IEEE float32 quotient:
 * 53 ≥ 2·24 + 2 bits make the double rounding harmless. Integer division by 0 is undefined in C and gives 0 here.
 */
export const divide: Kernel = (inputs, _attributes, [quotient]) => {
  if (isInt64(quotient.data)) {
    inStrips<Int64Array>(inputs, quotient, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] === 0n ? 0n : a[i] / b[i];
    });
  } else if (isFloat(quotient.data)) {
    inStrips(inputs, quotient, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] / b[i];
    });
  } else {
    inStrips(inputs, quotient, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] === 0 ? 0 : Math.trunc(a[i] / b[i]);
    });
  }
};
