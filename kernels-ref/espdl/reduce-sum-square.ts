import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { rangeOf, shiftSaturate } from "./rounding.js";
import { squareSum } from "./square-sum.js";

/** `espdl.reduce_sum_square`: Σ x²; exact for integers, then shifted to the output's exponent. */
export const reduceSumSquare = reduceGroups((attributes, dtype, { rounding }) => {
  if (dtype === "float32") return squareSum;
  const exponents = reduceExponents(attributes);
  const { low, high } = rangeOf(dtype);
  return (x, start, steps) =>
    shiftSaturate(squareSum(x, start, steps), exponents.output - 2 * exponents.input, rounding, low, high);
});
