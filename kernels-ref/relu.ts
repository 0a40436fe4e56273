import type { Kernel } from "./operator.js";

/** `nn.relu`: value where it is > 0, else 0. −0 and NaN become +0, as C's `x > 0 ? x : 0` has it. */
export const relu: Kernel = ([input], _attributes, [output]) => {
  const x = input.data;
  const out = output.data;
  // biome-ignore lint/complexity/useMathMinMax: Math.max would keep NaN.
  for (let i = 0; i < out.length; i++) out[i] = x[i] > 0 ? x[i] : 0;
};
