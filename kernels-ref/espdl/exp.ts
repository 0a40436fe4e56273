import { expf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.exp`: e^x. */
export const exp = elementFormula(() => expf);
