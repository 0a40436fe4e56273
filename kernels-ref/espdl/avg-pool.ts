import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { pooling } from "../pooling.js";
import { realData } from "./elementwise.js";
import { asImage, spatialPads, spatialPair } from "./image.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.avg_pool`: the sum of each window over its area, [N, H, W, C] or [N, W, C].
 * Law: the area is always kernel height · width, also where the window hangs over the border. The exact integer sum
 * becomes a float32, times the float32 2^(data − output exponent) / area, rounded and saturated.
 *
 * Bound: an int16 sum of fewer than 2^16 taps fits int32, as on the chip.
 */
export const avgPool: Kernel = ([data], attributes, [output], { rounding }) => {
  const kernel = spatialPair(numbersAttribute(attributes, "kernel_shape"), 1);
  const geometry = pooling(asImage(data), asImage(output), {
    layout: "NHWC",
    pool_size: kernel,
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    padding: spatialPads(numbersAttribute(attributes, "pads")),
  });
  const x = realData(data);
  const out = realData(output);
  const isFloat32 = out instanceof Float32Array;
  const { low, high } = isFloat32 ? { low: 0, high: 0 } : rangeOf(output.dtype);
  const exponent = numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const scale = Math.fround(1 / (kernel[0] * kernel[1])) * (isFloat32 ? 1 : scaleOf(exponent));
  const { c: channels } = geometry.output;
  const { imageStride } = geometry;
  const sums = isFloat32 ? new Float32Array(channels) : new Float64Array(channels);
  let to = 0;
  for (let n = 0; n < geometry.output.n; n++) {
    for (const rows of geometry.rows) {
      for (const columns of geometry.columns) {
        sums.fill(0);
        for (let r = 0; r < rows.count; r++) {
          const line = n * imageStride.n + (rows.start + r) * imageStride.h;
          for (let s = 0; s < columns.count; s++) {
            const from = line + (columns.start + s) * imageStride.w;
            for (let c = 0; c < channels; c++) sums[c] += x[from + c];
          }
        }
        for (let c = 0; c < channels; c++, to++) {
          const mean = Math.fround(Math.fround(sums[c]) * scale);
          out[to] = isFloat32 ? mean : quantizeFloat(mean, rounding, low, high);
        }
      }
    }
  }
};
