import { float32Data, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { exponential } from "./exponential.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.softmax`: exp(x − max) / Σ exp(x − max) along `axis` (default the last), every step rounded to float32, the sum
 * in index order. Subtracting the maximum keeps every exponential in (0, 1], so nothing overflows.
 */
export const softmax: Kernel = ([input], attributes, [output]) => {
  const { shape } = input;
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), shape.length);
  const count = shape[axis];
  const step = stridesOf(shape)[axis];
  const x = float32Data(input);
  const out = float32Data(output);
  for (let outer = 0; outer < x.length; outer += count * step) {
    for (let first = outer; first < outer + step; first++) {
      const end = first + count * step;
      let max = -Infinity;
      for (let i = first; i < end; i += step) if (x[i] > max) max = x[i];
      let sum = 0;
      for (let i = first; i < end; i += step) {
        out[i] = exponential(Math.fround(x[i] - max));
        sum = Math.fround(sum + out[i]);
      }
      for (let i = first; i < end; i += step) out[i] /= sum;
    }
  }
};
