import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `sign`: −1, 0 or 1, in the input's dtype; NaN stays NaN, −0 stays −0. */
export const sign: Kernel = (inputs, _attributes, [output]) => {
  if (isInt64(output.data)) {
    inStrips<Int64Array>(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i] > 0n ? 1n : x[i] < 0n ? -1n : 0n;
    });
  } else {
    inStrips(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = Math.sign(x[i]);
    });
  }
};
