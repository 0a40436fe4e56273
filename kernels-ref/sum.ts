import { float32Data, int32Data } from "./array.js";
import type { Kernel } from "./operator.js";
import { reduction } from "./reduce.js";

/**
 * `sum` over `axis`, int32 (wraps) or float32 (rounded after every addition, in C order).
 * Where it sums int8 weights or activations, |sum| ≤ n · 2^7 < 2^31 for n < 2^24 elements.
 */
export const sum: Kernel = ([input], attributes, [output]) => {
  const { starts, steps } = reduction(input, attributes);
  if (input.dtype === "float32") {
    const x = float32Data(input);
    const out = float32Data(output);
    for (let o = 0; o < out.length; o++) {
      let total = 0;
      for (let i = 0; i < steps.length; i++) total = Math.fround(total + x[starts[o] + steps[i]]);
      out[o] = total;
    }
  } else {
    const x = int32Data(input);
    const out = int32Data(output);
    for (let o = 0; o < out.length; o++) {
      let total = 0;
      for (let i = 0; i < steps.length; i++) total = (total + x[starts[o] + steps[i]]) | 0;
      out[o] = total;
    }
  }
};
