import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `negative`: −value. The lowest integer of a type has no opposite and wraps to itself. */
export const negative: Kernel = (inputs, _attributes, [output]) => {
  if (isInt64(output.data)) {
    inStrips<Int64Array>(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = -x[i];
    });
  } else {
    inStrips(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = -x[i];
    });
  }
};
