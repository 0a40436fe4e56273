import { logf } from "./float-functions.js";
import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/** `espdl.reduce_log_sum`: log Σ x; the exact sum of integers becomes a float32 first. */
export const reduceLogSum = reduceGroups((attributes, dtype, { rounding }) => {
  if (dtype === "float32") {
    return (x, start, steps) => {
      let sum = 0;
      for (let i = 0; i < steps.length; i++) sum = fround(sum + x[start + steps[i]]);
      return logf(sum);
    };
  }
  const exponents = reduceExponents(attributes);
  const scale = scaleOf(exponents.input);
  const rescale = scaleOf(-exponents.output);
  const { low, high } = rangeOf(dtype);
  return (x, start, steps) => {
    let sum = 0;
    for (let i = 0; i < steps.length; i++) sum += x[start + steps[i]];
    return quantizeFloat(fround(logf(fround(fround(sum) * scale)) * rescale), rounding, low, high);
  };
});
