import { numberAttribute } from "../attributes.js";
import { elementFormula } from "./formula.js";

/** `espdl.hard_sigmoid`: clip(alpha · x + beta, 0, 1) in float32. */
export const hardSigmoid = elementFormula((attributes) => {
  const alpha = Math.fround(numberAttribute(attributes, "alpha"));
  const beta = Math.fround(numberAttribute(attributes, "beta"));
  return (x) => Math.max(0, Math.min(1, Math.fround(Math.fround(alpha * x) + beta)));
});
