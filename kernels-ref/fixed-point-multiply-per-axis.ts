import { int32Data, stridesOf } from "./array.js";
import { normalizeAxis, numbersAttribute } from "./attributes.js";
import { fixedPointMultiplyScalar, HALF_Q31, multiplyByPowerOfTwo } from "./fixed-point.js";
import type { Kernel } from "./operator.js";

/**
 * `fixed_point_multiply_per_axis`: round-half-up(value · multiplier[c] · 2^(left[c] − right[c] − 31)), int32 → int32,
 * where c is the position along the single axis in `axes`.
 */
export const fixedPointMultiplyPerAxis: Kernel = ([input, multipliers, lefts, rights], attributes, [output]) => {
  const axis = normalizeAxis(numbersAttribute(attributes, "axes")[0], input.shape.length);
  const inner = stridesOf(input.shape)[axis];
  const channels = input.shape[axis];
  const multiplier = int32Data(multipliers);
  const left = int32Data(lefts);
  const right = int32Data(rights);
  const x = int32Data(input);
  const out = int32Data(output);
  for (let i = 0; i < out.length; i++) {
    const c = Math.floor(i / inner) % channels;
    out[i] =
      multiplier[c] === HALF_Q31
        ? multiplyByPowerOfTwo(x[i], left[c] - right[c] - 1)
        : fixedPointMultiplyScalar(x[i], multiplier[c], left[c], right[c]);
  }
};
