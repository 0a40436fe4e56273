import { float32Data } from "./array.js";
import { exponential } from "./exponential.js";
import type { Kernel } from "./operator.js";

/**
 * `sigmoid`: 1 / (1 + exp(−x)), every step rounded to float32.
 * exp is `exponential` rounded to float32; a C library's `expf` may differ by 1 ulp.
 */
export const sigmoid: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = 1 / Math.fround(1 + Math.fround(exponential(-x[i])));
};
