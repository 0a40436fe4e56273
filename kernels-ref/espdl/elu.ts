import { numberAttribute } from "../attributes.js";
import { expf } from "./float-functions.js";
import { elementFormula } from "./formula.js";

/** `espdl.elu`: x where it is ≥ 0, else alpha · (e^x − 1). */
export const elu = elementFormula((attributes) => {
  const alpha = Math.fround(numberAttribute(attributes, "alpha"));
  return (x) => (x >= 0 ? x : Math.fround(alpha * Math.fround(expf(x) - 1)));
});
