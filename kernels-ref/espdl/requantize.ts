import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.requantize`: QuantizeLinear, DequantizeLinear and RequantizeLinear between int8, int16 and float32: the data
 * times 2^(`input_exponent` − `output_exponent`) (a float has exponent 0), rounded and saturated for an integer.
 */
export const requantize: Kernel = ([data], attributes, [output], { rounding }) => {
  const x = realData(data);
  const out = realData(output);
  const from = scaleOf(numberAttribute(attributes, "input_exponent"));
  const to = scaleOf(-numberAttribute(attributes, "output_exponent"));
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] * from;
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(Math.fround(Math.fround(x[i] * from) * to), rounding, low, high);
};
