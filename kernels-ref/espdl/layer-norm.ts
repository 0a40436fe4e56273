import { sizeOf } from "../array.js";
import { normalizeAxis, numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { sqrtNewton } from "./float-functions.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

const { fround } = Math;

/**
 * `espdl.layer_norm`: (x − mean) / √(variance + epsilon) · gamma + beta over the axes from `axis` on, in float32 and in
 * index order; the mean of integers is their exact sum, divided in double. Inputs: data, gamma, and optionally beta,
 * all of one dtype. `exponents` are theirs in that order, then the output's.
 */
export const layerNorm: Kernel = ([data, gamma, beta], attributes, [output], { rounding }) => {
  const x = realData(data);
  const gammas = realData(gamma);
  const betas = beta === undefined ? undefined : realData(beta);
  const out = realData(output);
  const isFloat32 = out instanceof Float32Array;
  const [scale, gammaScale, betaScale, resultScale] = numbersAttribute(attributes, "exponents").map(scaleOf);
  const { low, high } = isFloat32 ? { low: 0, high: 0 } : rangeOf(output.dtype);
  const epsilon = fround(numberAttribute(attributes, "epsilon"));
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), data.shape.length);
  const count = sizeOf(data.shape.slice(axis));
  for (let start = 0; start < x.length; start += count) {
    let sum = 0;
    for (let i = start; i < start + count; i++) sum = isFloat32 ? fround(sum + x[i]) : sum + x[i];
    const mean = fround(sum / count);
    let squares = 0;
    for (let i = start; i < start + count; i++) {
      const difference = fround(x[i] - mean);
      squares = fround(squares + fround(difference * difference));
    }
    const variance = fround(fround(squares * (scale * scale)) / count);
    const inverse = fround(1 / sqrtNewton(fround(variance + epsilon)));
    for (let j = 0; j < count; j++) {
      const normalized = fround(fround(x[start + j] * scale - mean * scale) * inverse);
      const shifted = betas === undefined ? 0 : betas[j] * betaScale;
      const value = fround(fround(normalized * fround(gammas[j] * gammaScale)) + shifted);
      out[start + j] = isFloat32 ? value : quantizeFloat(fround(value / resultScale), rounding, low, high);
    }
  }
};
