import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { rangeOf, shiftSaturate } from "./rounding.js";

/** `espdl.reduce_sum`: Σ x; exact for integers, then shifted to the output's exponent. */
export const reduceSum = reduceGroups((attributes, dtype, { rounding }) => {
  if (dtype === "float32") {
    return (x, start, steps) => {
      let sum = 0;
      for (let i = 0; i < steps.length; i++) sum = Math.fround(sum + x[start + steps[i]]);
      return sum;
    };
  }
  const exponents = reduceExponents(attributes);
  const { low, high } = rangeOf(dtype);
  return (x, start, steps) => {
    let sum = 0;
    for (let i = 0; i < steps.length; i++) sum += x[start + steps[i]];
    return shiftSaturate(sum, exponents.output - exponents.input, rounding, low, high);
  };
});
