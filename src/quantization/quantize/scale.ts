import type { Range } from "../calibrate/range.js";

/** Steps between −127 and 127. */
const STEPS = 254;
const SMALLEST_NORMAL_FLOAT32 = 2 ** -126;

/**
 * The exponent e of a symmetric int8 quantization, real = integer · 2^e: the smallest that spreads the range, widened
 * to contain 0 and made symmetric, over −127…127. 0 for a range too small for float32.
 */
export function exponentFor({ min, max }: Range): number {
  const magnitude = Math.max(Math.abs(Math.min(min, 0)), Math.abs(Math.max(max, 0)));
  const scale = (2 * magnitude) / STEPS;
  return scale < SMALLEST_NORMAL_FLOAT32 ? 0 : ceilLog2(scale);
}

/** Smallest integer e with 2^e ≥ x, exactly; x > 0 and finite. */
function ceilLog2(x: number): number {
  let exponent = Math.ceil(Math.log2(x));
  while (2 ** exponent < x) exponent++;
  while (2 ** (exponent - 1) >= x) exponent--;
  return exponent;
}
