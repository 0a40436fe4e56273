import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/** `greater_equal`: 1 where left ≥ right, else 0 (also where either is NaN), with numpy broadcasting. */
export const greaterEqual: Kernel = ([left, right], _attributes, [result]) => {
  const a = stretch(left, result.shape);
  const b = stretch(right, result.shape);
  const out = result.data;
  for (let i = 0; i < out.length; i++) out[i] = a[i] >= b[i] ? 1 : 0;
};
