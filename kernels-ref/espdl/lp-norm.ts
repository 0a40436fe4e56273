import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { axisLanes } from "./axis-lanes.js";
import { type RealArray, realData } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/**
 * `espdl.lp_norm`: x / norm along `axis`, the norm being Σ|x| (`p` 1) or √Σx² (`p` 2), as a product with the float32
 * inverse; 0 where the norm is 0. The exponent of the data cancels.
 */
export const lpNorm: Kernel = ([data], attributes, [output], { rounding }) => {
  const x = realData(data);
  const out = realData(output);
  const isFloat32 = out instanceof Float32Array;
  const { low, high } = isFloat32 ? { low: 0, high: 0 } : rangeOf(output.dtype);
  const rescale = isFloat32 ? 1 : scaleOf(-numberAttribute(attributes, "output_exponent"));
  const p = numberAttribute(attributes, "p");
  const { count, step, starts } = axisLanes(data, attributes);
  for (const start of starts) {
    const end = start + count * step;
    const norm = p === 1 ? absoluteSum(x, start, end, step) : fround(Math.sqrt(squareSum(x, start, end, step)));
    const inverse = norm > 0 ? fround(fround(1 / norm) * rescale) : 0;
    for (let i = start; i < end; i += step) {
      const value = fround(x[i] * inverse);
      out[i] = isFloat32 ? value : quantizeFloat(value, rounding, low, high);
    }
  }
};

/** A float32 sum, also of integers. */
function absoluteSum(x: RealArray, start: number, end: number, step: number): number {
  let sum = 0;
  for (let i = start; i < end; i += step) sum = fround(sum + Math.abs(x[i]));
  return sum;
}

/**
 * Exact for integers and then rounded to float32. Of floats that lie side by side the chip adds four squares first and
 * then the four to the sum.
 */
function squareSum(x: RealArray, start: number, end: number, step: number): number {
  let sum = 0;
  let i = start;
  if (!(x instanceof Float32Array)) {
    for (; i < end; i += step) sum += x[i] * x[i];
    return fround(sum);
  }
  const square = (at: number): number => fround(x[at] * x[at]);
  for (; step === 1 && i + 3 < end; i += 4)
    sum = fround(sum + fround(fround(fround(square(i) + square(i + 1)) + square(i + 2)) + square(i + 3)));
  for (; i < end; i += step) sum = fround(sum + square(i));
  return sum;
}
