import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** `floor`: the largest integer that is not above x; −0 stays −0. */
export const floor: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = Math.floor(x[i]);
};
