import { sigmoidf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.sigmoid`: 1 / (1 + e^−x). */
export const sigmoid = elementFormula(() => sigmoidf);
