import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";

/** `negative`: −value. The lowest integer of a type has no opposite and wraps to itself. */
export const negative: Kernel = ([input], _attributes, [output]) => {
  const x = input.data;
  const out = output.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = -(x as Int64Array)[i];
  } else {
    for (let i = 0; i < out.length; i++) out[i] = -(x[i] as number);
  }
};
