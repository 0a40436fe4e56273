import { float32Data, sizeOf } from "./array.js";
import { numberAttribute, numbersAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.interpolate`, float32: along `axis`, each position of the result is a weighted sum of `taps` positions of the
 * input. `sources` and `weights` hold them, `taps` for the first position, then for the second, …. Products and sums
 * are rounded to float32, in that order. Resizing an image is one such pass for each axis.
 */
export const interpolate: Kernel = ([input], attributes, [output]) => {
  const axis = numberAttribute(attributes, "axis");
  const taps = numberAttribute(attributes, "taps");
  const sources = numbersAttribute(attributes, "sources");
  const weights = Float32Array.from(numbersAttribute(attributes, "weights"));
  const outer = sizeOf(input.shape.slice(0, axis));
  const inner = sizeOf(input.shape.slice(axis + 1));
  const length = input.shape[axis];
  const x = float32Data(input);
  const out = float32Data(output);
  let target = 0;
  for (let o = 0; o < outer; o++) {
    for (let position = 0; position < output.shape[axis]; position++) {
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let tap = position * taps; tap < (position + 1) * taps; tap++)
          sum = Math.fround(sum + Math.fround(weights[tap] * x[(o * length + sources[tap]) * inner + i]));
        out[target++] = sum;
      }
    }
  }
};
