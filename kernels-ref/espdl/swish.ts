import { sigmoidf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.swish`: x · sigmoid(x). */
export const swish = elementFormula(() => (x) => Math.fround(sigmoidf(x) * x));
