import { saturate } from "../arithmetic.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.clip`: the data held between `minimum` and `maximum`, which are integers on the data's own grid (whatever
 * exponent they came with), then rescaled to the output's exponent.
 */
export const clip: Kernel = ([data], attributes, [output], { rounding }) => {
  const x = realData(data);
  const out = realData(output);
  const minimum = numberAttribute(attributes, "minimum");
  const maximum = numberAttribute(attributes, "maximum");
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = saturate(x[i], minimum, maximum);
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  const exponent = numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const rescale = scaleOf(exponent);
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(saturate(x[i], minimum, maximum) * rescale, rounding, low, high);
};
