import { logf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.log`: the natural logarithm; −∞ for 0, NaN below. */
export const log = elementFormula(() => logf);
