import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** `sqrt`: the float32 square root; computed in double and rounded by the store, which gives the IEEE result. */
export const sqrt: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]);
};
