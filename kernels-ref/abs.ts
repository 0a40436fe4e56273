import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `abs`: the magnitude. The lowest integer of a type has no opposite and stays itself. */
export const abs: Kernel = (inputs, _attributes, [output]) => {
  if (isInt64(output.data)) {
    inStrips<Int64Array>(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i] < 0n ? -x[i] : x[i];
    });
  } else {
    inStrips(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = Math.abs(x[i]);
    });
  }
};
