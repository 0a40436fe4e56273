/** A positive factor as multiplier · 2^(shift − 31), multiplier in [2^30, 2^31). */
export interface FixedPoint {
  readonly multiplier: number;
  readonly shift: number;
}

/** The nearest fixed-point form of `factor` (half away from zero); 0 gives 0 · 2^0. */
export function fixedPoint(factor: number): FixedPoint {
  if (factor === 0) return { multiplier: 0, shift: 0 };
  let shift = Math.floor(Math.log2(factor)) + 1;
  let significand = factor / 2 ** shift;
  // log2 may be off by one unit in the last place at powers of two.
  if (significand >= 1) {
    significand /= 2;
    shift++;
  } else if (significand < 0.5) {
    significand *= 2;
    shift--;
  }
  const multiplier = Math.round(significand * 2 ** 31);
  return multiplier === 2 ** 31 ? { multiplier: 2 ** 30, shift: shift + 1 } : { multiplier, shift };
}
