import type { Rounding } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { requantizeInVectors, runsInVectors } from "./requantize-vector.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.requantize`: QuantizeLinear, DequantizeLinear and RequantizeLinear between int8, int16 and float32: the data
 * times 2^(`input_exponent` − `output_exponent`) (a float has exponent 0), rounded and saturated for an integer.
 * Law: integers in more than 50 elements run in a chip's vector unit, see `requantizeInVectors`.
 */
export const requantize: Kernel = ([data], attributes, [output], { rounding, vector }) => {
  const [input, target] = [
    numberAttribute(attributes, "input_exponent"),
    numberAttribute(attributes, "output_exponent"),
  ];
  if (vector !== undefined && runsInVectors(data.dtype, output.dtype, data.data.length, target - input))
    requantizeInVectors(data, target - input, output, rounding, vector);
  else inFloat(data, scaleOf(input), output, scaleOf(-target), rounding);
};

function inFloat(data: NdArray, from: number, output: NdArray, to: number, rounding: Rounding): void {
  const x = realData(data);
  const out = realData(output);
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] * from;
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(Math.fround(Math.fround(x[i] * from) * to), rounding, low, high);
}
