import { roundToInteger, saturate } from "../arithmetic.js";
import { reduceExponents } from "./reduce-exponents.js";
import { reduceGroups } from "./reduce-groups.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/**
 * `espdl.reduce_prod`: Π x of the real values, in index order: in float32 for int8 and float32, in double for int16.
 */
export const reduceProd = reduceGroups((attributes, dtype, { rounding }) => {
  const exponents = reduceExponents(attributes);
  const scale = dtype === "float32" ? 1 : scaleOf(exponents.input);
  const rescale = scaleOf(-exponents.output);
  const { low, high } = dtype === "float32" ? { low: 0, high: 0 } : rangeOf(dtype);
  return (x, start, steps) => {
    let product = 1;
    for (let i = 0; i < steps.length; i++) {
      const next = product * (x[start + steps[i]] * scale);
      product = dtype === "int16" ? next : fround(next);
    }
    if (dtype === "float32") return product;
    if (dtype === "int16") return saturate(roundToInteger(product * rescale, rounding), low, high);
    return quantizeFloat(fround(product * rescale), rounding, low, high);
  };
});
