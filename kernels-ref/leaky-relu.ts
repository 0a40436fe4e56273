import { float32Data } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/** `nn.leaky_relu`: value where it is > 0, else value · alpha, rounded once; alpha is a float32. */
export const leakyRelu: Kernel = ([input], attributes, [output]) => {
  const alpha = Math.fround(numberAttribute(attributes, "alpha"));
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = x[i] > 0 ? x[i] : x[i] * alpha;
};
