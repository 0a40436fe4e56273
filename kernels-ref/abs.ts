import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";

/** `abs`: the magnitude. The lowest integer of a type has no opposite and stays itself. */
export const abs: Kernel = ([input], _attributes, [output]) => {
  const x = input.data;
  const out = output.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] < 0n ? -(x as Int64Array)[i] : (x as Int64Array)[i];
  } else {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i] as number);
  }
};
