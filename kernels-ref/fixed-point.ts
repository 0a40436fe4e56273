/**
 * round-half-up(value · multiplier · 2^(leftShift − rightShift − 31)) as an int32: how TVM multiplies by a real
 * number, `multiplier` being its mantissa in Q31.
 *
 * Bound: |value| ≤ 2^31 and |multiplier| < 2^31 give a product below 2^62, so adding the rounding term stays within
 * int64 for leftShift = 0; BigInt is exact beyond that as well. The last conversion keeps the low 32 bits.
 */
export function fixedPointMultiplyScalar(
  value: number,
  multiplier: number,
  leftShift: number,
  rightShift: number,
): number {
  const total = BigInt(31 + rightShift);
  const product = (BigInt(value) << BigInt(leftShift)) * BigInt(multiplier);
  return Number(BigInt.asIntN(32, (product + (1n << (total - 1n))) >> total));
}

/** The same for a multiplier of 2^30, i.e. value · 2^(shift − 1): within a double, so without BigInt. */
export function multiplyByPowerOfTwo(value: number, exponent: number): number {
  return Math.floor(value * 2 ** exponent + 0.5) | 0;
}

/** The mantissa that stands for ½: with it the multiplication is a shift. */
export const HALF_Q31 = 2 ** 30;
