import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `nn.relu`: value where it is > 0, else 0. −0 and NaN become +0, as C's `x > 0 ? x : 0` has it. Not for int64. */
export const relu: Kernel = (inputs, _attributes, [output]) => {
  inStrips(inputs, output, ([x], out, count) => {
    // biome-ignore lint/complexity/useMathMinMax: Math.max would keep NaN.
    for (let i = 0; i < count; i++) out[i] = x[i] > 0 ? x[i] : 0;
  });
};
