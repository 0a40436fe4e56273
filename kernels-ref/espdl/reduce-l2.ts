import { sqrtNewton } from "./float-functions.js";
import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";
import { squareSum } from "./square-sum.js";

/** `espdl.reduce_l2`: √Σ x²; the sum of integers becomes a float32 before the root. */
export const reduceL2 = reduceGroups((attributes, dtype, { rounding }) => {
  if (dtype === "float32") return (x, start, steps) => sqrtNewton(squareSum(x, start, steps));
  const exponents = reduceExponents(attributes);
  const scale = scaleOf(2 * exponents.input);
  const rescale = scaleOf(-exponents.output);
  const { low, high } = rangeOf(dtype);
  return (x, start, steps) => {
    const root = sqrtNewton(Math.fround(Math.fround(squareSum(x, start, steps)) * scale));
    return quantizeFloat(Math.fround(root * rescale), rounding, low, high);
  };
});
