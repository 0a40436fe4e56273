import { expf, logf } from "./float-functions.js";
import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/** `espdl.reduce_log_sum_exp`: log Σ e^x in float32 and index order, without subtracting a maximum. */
export const reduceLogSumExp = reduceGroups((attributes, dtype, { rounding }) => {
  const exponents = reduceExponents(attributes);
  const scale = dtype === "float32" ? 1 : scaleOf(exponents.input);
  const rescale = scaleOf(-exponents.output);
  const { low, high } = dtype === "float32" ? { low: 0, high: 0 } : rangeOf(dtype);
  return (x, start, steps) => {
    let sum = 0;
    for (let i = 0; i < steps.length; i++) sum = fround(sum + expf(x[start + steps[i]] * scale));
    const value = logf(sum);
    return dtype === "float32" ? value : quantizeFloat(fround(value * rescale), rounding, low, high);
  };
});
