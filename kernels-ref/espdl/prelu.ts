import { saturate } from "../arithmetic.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { rangeOf } from "./rounding.js";

/**
 * `espdl.prelu`: x where it is ≥ 0, else x · slope, with one slope for each channel of the last axis, or one for all.
 * Law, plain C: the negative product is shifted by output − data − slope exponent as integers are in C, toward −∞;
 * what is not negative is copied, even if the exponents of data and output differ.
 */
export const prelu: Kernel = ([data, slope], attributes, [output]) => {
  const x = realData(data);
  const slopes = realData(slope);
  const out = realData(output);
  const channels = data.shape[data.shape.length - 1];
  const one = slopes.length === 1;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] >= 0 ? x[i] : x[i] * slopes[one ? 0 : i % channels];
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  const factor = 2 ** -numberAttribute(attributes, "shift");
  for (let i = 0; i < out.length; i++) {
    const product = x[i] * slopes[one ? 0 : i % channels];
    out[i] = x[i] >= 0 ? x[i] : saturate(Math.floor(product * factor), low, high);
  }
};
