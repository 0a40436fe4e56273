import { tanhf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.tanh`: 2 · sigmoid(2x) − 1. */
export const tanh = elementFormula(() => tanhf);
