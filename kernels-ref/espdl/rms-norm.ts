import { sizeOf } from "../array.js";
import { normalizeAxis, numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/**
 * `espdl.rms_norm`: x / √(mean of x² + epsilon) · gamma over the axes from `axis` on, in float32; gamma is float32 as
 * well. The sum of squares of integers is exact (int16: below 2^53 for fewer than 2^22 elements).
 */
export const rmsNorm: Kernel = ([data, gamma], attributes, [output], { rounding }) => {
  const x = realData(data);
  const gammas = realData(gamma);
  const out = realData(output);
  const isFloat32 = out instanceof Float32Array;
  const { low, high } = isFloat32 ? { low: 0, high: 0 } : rangeOf(output.dtype);
  const scale = isFloat32 ? 1 : scaleOf(numberAttribute(attributes, "input_exponent"));
  const rescale = isFloat32 ? 1 : scaleOf(-numberAttribute(attributes, "output_exponent"));
  const epsilon = fround(numberAttribute(attributes, "epsilon"));
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), data.shape.length);
  const count = sizeOf(data.shape.slice(axis));
  for (let start = 0; start < x.length; start += count) {
    let sum = 0;
    for (let i = start; i < start + count; i++) {
      const square = x[i] * x[i];
      sum = isFloat32 ? fround(sum + fround(square)) : sum + square;
    }
    const meanSquare = fround(fround(fround(sum) * fround(scale * scale)) / count);
    const inverse = fround(fround(1 / fround(Math.sqrt(fround(meanSquare + epsilon)))) * (scale * rescale));
    for (let j = 0; j < count; j++) {
      const value = fround(fround(x[start + j] * inverse) * gammas[j]);
      out[start + j] = isFloat32 ? value : quantizeFloat(value, rounding, low, high);
    }
  }
};
