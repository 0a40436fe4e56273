import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** `rsqrt`: 1 / √x, both steps rounded to float32. */
export const rsqrt: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = 1 / Math.fround(Math.sqrt(x[i]));
};
