import { QuantizationError, quantizeArray } from "../quantize/quantization-error.js";
import { exponentFor } from "../quantize/scale.js";
import { NOTHING, orZero, union } from "./extent.js";
import type { CalibrationMethod, RangeObserver } from "./observer.js";
import type { Range } from "./range.js";

/** Exponents tried: the one that clips nothing and those below it; each halves the step and the range. */
const CANDIDATES = 5;
const HIGHEST = 127;

/**
 * The range of the power-of-two exponent that loses least: Σ (x − x̂)² over all samples, clipping and rounding together.
 * The widest of equals wins.
 */
export const meanSquaredError: CalibrationMethod = { passes: 2, createObserver: () => new ErrorObserver() };

class ErrorObserver implements RangeObserver {
  private seen = NOTHING;
  private errors: readonly { readonly exponent: number; readonly error: QuantizationError }[] = [];

  observe(extent: Range): void {
    this.seen = union(this.seen, extent);
  }

  count(data: Float32Array): void {
    if (this.errors.length === 0) {
      const widest = exponentFor(orZero(this.seen));
      this.errors = Array.from({ length: CANDIDATES }, (_, k) => ({
        exponent: widest - k,
        error: new QuantizationError(),
      }));
    }
    for (const { exponent, error } of this.errors) quantizeArray(data, 2 ** exponent, -HIGHEST - 1, HIGHEST, error);
  }

  range(): Range {
    const range = orZero(this.seen);
    const [widest, ...narrower] = this.errors;
    if (widest === undefined) return range;
    const best = narrower.reduce((a, b) => (b.error.noise < a.error.noise ? b : a), widest);
    return best === widest ? range : within(range, best.exponent);
  }
}

/** The part of a range that −127 … 127 steps of 2^exponent reach: its exponent is this one, where it was larger before. */
export function within({ min, max }: Range, exponent: number): Range {
  const reach = HIGHEST * 2 ** exponent;
  return { min: Math.max(min, -reach), max: Math.min(max, reach) };
}
