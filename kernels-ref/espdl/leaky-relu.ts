import { numberAttribute } from "../attributes.js";
import { elementFormula } from "./formula.js";

/** `espdl.leaky_relu`: x where it is ≥ 0, else alpha · x. */
export const leakyRelu = elementFormula((attributes) => {
  const alpha = Math.fround(numberAttribute(attributes, "alpha"));
  return (x) => (x >= 0 ? x : Math.fround(alpha * x));
});
