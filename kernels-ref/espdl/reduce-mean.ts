import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/** `espdl.reduce_mean`: Σ x / count; the exact sum of integers becomes a float32 before it is divided. */
export const reduceMean = reduceGroups((attributes, dtype, { rounding }) => {
  if (dtype === "float32") {
    return (x, start, steps) => {
      let sum = 0;
      for (let i = 0; i < steps.length; i++) sum = fround(sum + x[start + steps[i]]);
      return sum / steps.length;
    };
  }
  const exponents = reduceExponents(attributes);
  const scale = scaleOf(exponents.input);
  const rescale = scaleOf(-exponents.output);
  const { low, high } = rangeOf(dtype);
  return (x, start, steps) => {
    let sum = 0;
    for (let i = 0; i < steps.length; i++) sum += x[start + steps[i]];
    const mean = fround(fround(fround(sum) * scale) / steps.length);
    return quantizeFloat(fround(mean * rescale), rounding, low, high);
  };
});
