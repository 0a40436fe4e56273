import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";
import { reduction } from "./reduce.js";

/** `mean` over `axis`: the float32 sum in C order, rounded after every addition, divided by the count. */
export const mean: Kernel = ([input], attributes, [output]) => {
  const { starts, steps } = reduction(input, attributes);
  const x = float32Data(input);
  const out = float32Data(output);
  for (let o = 0; o < out.length; o++) {
    let total = 0;
    for (let i = 0; i < steps.length; i++) total = Math.fround(total + x[starts[o] + steps[i]]);
    out[o] = total / steps.length;
  }
};
