import { elementFormula } from "./formula.js";

/** `espdl.hard_swish`: x · clip(0.166667 · x + 0.5, 0, 1), in double up to the last rounding to float32. */
export const hardSwish = elementFormula(() => (x) => Math.fround(Math.max(0, Math.min(1, 0.166667 * x + 0.5)) * x));
