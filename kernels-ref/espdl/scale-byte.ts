import { type Rounding, roundToInteger, saturate } from "../arithmetic.js";

/**
 * value · 2^−shift as the vector units rescale: to the right a rounded shift; to the left a product with 2^−shift in a
 * signed integer of `bits`. Law: a factor that leaves those bits wraps, so 2^(bits − 1) turns the sign and more gives 0.
 */
export function rescale(
  value: number,
  shift: number,
  bits: 8 | 16,
  rounding: Rounding,
  low: number,
  high: number,
): number {
  if (shift >= 0) return saturate(roundToInteger(value * 2 ** -shift, rounding), low, high);
  return saturate(value * wrapped(2 ** -shift, bits), low, high);
}

/** A factor that is a power of two, in a signed integer of `bits`. */
export function wrapped(factor: number, bits: 8 | 16): number {
  if (factor >= 2 ** bits) return 0;
  return factor === 2 ** (bits - 1) ? -factor : factor;
}
