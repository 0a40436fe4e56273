import { saturate } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { preluInt8 } from "./prelu-int8.js";
import { rangeOf } from "./rounding.js";

/**
 * `espdl.prelu`: x where it is ≥ 0, else x · slope, with one slope for each channel of the last axis, or one for all.
 * `shift` is output − data − slope exponent, `rescale` output − data exponent.
 * Law, plain C: the negative product is shifted as integers are in C, toward −∞; what is not negative is copied, even if
 * the exponents of data and output differ. Vector units run int8 by `preluInt8`; the ESP32-S3's int16 is plain C but that
 * the shifted product keeps its low 16 bits instead of saturating.
 */
export const prelu: Kernel = ([data, slope], attributes, [output], { rounding, vector }) => {
  const x = realData(data);
  const slopes = spread(slope, data.shape[data.shape.length - 1]);
  const out = realData(output);
  const channels = slopes.length;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = x[i] >= 0 ? x[i] : x[i] * slopes[i % channels];
    return;
  }
  if (out instanceof Int8Array && vector !== undefined) {
    preluInt8(x, slopes, attributes, out, rounding, vector);
    return;
  }
  const wraps = vector?.chip === "esp32s3";
  const { low, high } = rangeOf(output.dtype);
  const factor = 2 ** -numberAttribute(attributes, "shift");
  for (let i = 0; i < out.length; i++) {
    const shifted = Math.floor(x[i] * slopes[i % channels] * factor);
    out[i] = x[i] >= 0 ? x[i] : wraps ? shifted : saturate(shifted, low, high);
  }
};

/** One slope a channel. */
function spread(slope: NdArray, channels: number): Float64Array {
  const slopes = realData(slope);
  return Float64Array.from({ length: Math.max(channels, 1) }, (_, c) => slopes[slopes.length === 1 ? 0 : c]);
}
