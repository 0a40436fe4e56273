import { elementFormula } from "./formula.js";

/** `espdl.sqrt`: the square root, correctly rounded; NaN below 0. */
export const sqrt = elementFormula(() => (x) => Math.fround(Math.sqrt(x)));
