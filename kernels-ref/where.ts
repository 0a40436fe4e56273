import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/** `where`: element of `yes` where the condition is not 0, else of `no`; all three broadcast. */
export const where: Kernel = ([condition, yes, no], _attributes, [chosen]) => {
  const test = stretch(condition, chosen.shape);
  const a = stretch(yes, chosen.shape);
  const b = stretch(no, chosen.shape);
  const out = chosen.data;
  for (let i = 0; i < out.length; i++) out[i] = test[i] ? a[i] : b[i];
};
