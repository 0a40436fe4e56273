import { type Int64Array, isInt64 } from "./array.js";
import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/** `subtract`: left − right with numpy broadcasting. Rounds and wraps as `add` does. */
export const subtract: Kernel = ([left, right], _attributes, [difference]) => {
  const a = stretch(left, difference.shape);
  const b = stretch(right, difference.shape);
  const out = difference.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = (a as Int64Array)[i] - (b as Int64Array)[i];
  } else {
    for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  }
};
