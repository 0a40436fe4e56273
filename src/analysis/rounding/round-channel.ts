import { solve } from "./cholesky.js";

const MOST_FLIPS = 4;

/** The weights of a product's terms as a quadratic form: Σ of what the samples cost, and what keeps weights where they were. */
export interface Cost {
  readonly terms: number;
  /** [terms, terms], positive definite. */
  readonly matrix: Float64Array;
  /** Its Cholesky factor. */
  readonly lower: Float64Array;
}

/**
 * The integers of one channel's weights whose sum of products is nearest to what it should be: one term after the other
 * is rounded, those left making good for it (Babai's nearest plane, which is GPTQ); then that of all steps by one which
 * helps most is taken until none helps.
 * @param real weights in steps
 * @param gradient of half the cost at `real`, by which samples want them elsewhere
 */
export function roundChannel(
  { terms, matrix, lower }: Cost,
  real: Float64Array,
  gradient: Float64Array,
  low: number,
  high: number,
): Int32Array {
  const moved = solve(lower, gradient);
  const best = real.map((w, i) => w - moved[i]!);
  const integers = new Int32Array(terms);
  const off = new Float64Array(terms);
  for (let i = terms - 1; i >= 0; i--) {
    let sum = 0;
    for (let j = i + 1; j < terms; j++) sum += lower[j * terms + i]! * off[j]!;
    const wanted = best[i]! - sum / lower[i * terms + i]!;
    integers[i] = Math.min(Math.max(Math.round(wanted), low), high);
    off[i] = integers[i]! - best[i]!;
  }
  refine(matrix, integers, off, low, high);
  return integers;
}

/** Takes steps by one while they help. */
function refine(matrix: Float64Array, integers: Int32Array, off: Float64Array, low: number, high: number): void {
  const terms = off.length;
  const gradient = new Float64Array(terms);
  for (let i = 0; i < terms; i++) {
    let sum = 0;
    for (let j = 0; j < terms; j++) sum += matrix[i * terms + j]! * off[j]!;
    gradient[i] = sum;
  }
  for (let flips = MOST_FLIPS * terms; flips > 0; flips--) {
    let [best, least, move] = [-1, -1e-12, 0];
    for (let i = 0; i < terms; i++) {
      const step = gradient[i]! > 0 ? -1 : 1;
      const next = integers[i]! + step;
      if (next < low || next > high) continue;
      const change = 2 * step * gradient[i]! + matrix[i * terms + i]!;
      if (change < least) [best, least, move] = [i, change, step];
    }
    if (best < 0) break;
    integers[best]! += move;
    off[best]! += move;
    for (let i = 0; i < terms; i++) gradient[i]! += move * matrix[best * terms + i]!;
  }
}
