import { float32Data } from "./array.js";
import { exponential } from "./exponential.js";
import type { Kernel } from "./operator.js";

/** `exp`: `exponential` rounded to float32; a C library's `expf` may differ by 1 ulp. */
export const exp: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = exponential(x[i]);
};
