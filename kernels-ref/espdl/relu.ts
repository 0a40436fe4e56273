import { elementFormula } from "./formula.js";

/** `espdl.relu`: x where it is ≥ 0, else 0. */
export const relu = elementFormula(() => (x) => Math.max(x, 0));
