import { float32Data, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.prelu`: value where it is > 0, else value · slope[channel], float32, the product rounded once; channels lie along
 * `axis` (default 1).
 */
export const prelu: Kernel = ([input, slope], attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 1), input.shape.length);
  const inner = stridesOf(input.shape)[axis];
  const channels = input.shape[axis];
  const x = float32Data(input);
  const alpha = float32Data(slope);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = x[i] > 0 ? x[i] : x[i] * alpha[Math.floor(i / inner) % channels];
};
