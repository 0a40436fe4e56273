import { int32Data } from "./array.js";
import { numberAttribute } from "./attributes.js";
import { fixedPointMultiplyScalar, HALF_Q31, multiplyByPowerOfTwo } from "./fixed-point.js";
import type { Kernel } from "./operator.js";

/** `fixed_point_multiply`: round-half-up(value · multiplier · 2^(shift − 31)), int32 → int32. */
export const fixedPointMultiply: Kernel = ([input], attributes, [output]) => {
  const multiplier = numberAttribute(attributes, "multiplier");
  const shift = numberAttribute(attributes, "shift");
  const x = int32Data(input);
  const out = int32Data(output);
  if (multiplier === HALF_Q31) {
    for (let i = 0; i < out.length; i++) out[i] = multiplyByPowerOfTwo(x[i], shift - 1);
    return;
  }
  const left = Math.max(shift, 0);
  const right = Math.max(-shift, 0);
  for (let i = 0; i < out.length; i++) out[i] = fixedPointMultiplyScalar(x[i], multiplier, left, right);
};
