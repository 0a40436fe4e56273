/** What rounding and clipping cost, summed over elements in float64. */
export class QuantizationError {
  /** Σ x² */
  signal = 0;
  /** Σ (x − x̂)² */
  noise = 0;
  /** Elements whose rounded value lies outside the integer range. */
  clipped = 0;
  count = 0;

  /** Share of clipped elements, 0 … 1. */
  get clippedShare(): number {
    return this.count === 0 ? 0 : this.clipped / this.count;
  }

  /** 10·log10(signal / noise) in dB; Infinity when nothing was lost. */
  get snr(): number {
    return this.noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(this.signal / this.noise);
  }
}

/** Adding and subtracting 1.5·2^52 rounds |x| < 2^51 to the nearest integer, ties to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Nearest integer, ties to even. */
export function roundHalfEven(x: number): number {
  return Math.abs(x) < 2 ** 51 ? x + ROUNDER - ROUNDER : x;
}

/**
 * q = clip(round half even(x / scale), low, high); sums what that loses into `error`.
 * @param scale a power of two, so that the division is exact
 * @param result where the integers go; nowhere when only the error is wanted
 */
export function quantizeArray(
  values: Float32Array,
  scale: number,
  low: number,
  high: number,
  error: QuantizationError,
  result?: Int8Array,
): void {
  let { signal, noise, clipped } = error;
  const inverse = 1 / scale;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] as number;
    let q = x * inverse + ROUNDER - ROUNDER;
    if (q < low || q > high) {
      q = q < low ? low : high;
      clipped++;
    }
    const lost = x - q * scale;
    signal += x * x;
    noise += lost * lost;
    if (result !== undefined) result[i] = q;
  }
  error.signal = signal;
  error.noise = noise;
  error.clipped = clipped;
  error.count += values.length;
}
