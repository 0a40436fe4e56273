import { roundToInteger } from "./arithmetic.js";
import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** `round`: to the nearest integer, ties away from zero (C's `roundf`); −0.3 gives −0. */
export const round: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = roundToInteger(x[i], "half-away");
};
