/** Share of the mean variance that is added to every term: what the samples did not show is not free. */
const RIDGE = 0.01;
const MOST_FLIPS = 4;

/**
 * The integers of one channel's weights whose sums of products vary least from the real ones: from the nearest ones,
 * that of all steps by one which helps most is taken until none helps.
 * @param real weights in steps
 * @param covariance of the terms, [terms, terms]
 * @returns the integers and Σ of the squared error of the sum, in steps
 */
export function roundChannel(
  real: Float64Array,
  covariance: Float64Array,
  low: number,
  high: number,
): { readonly integers: Int32Array; readonly error: number } {
  const terms = real.length;
  const integers = Int32Array.from(real, (w) => Math.min(Math.max(Math.round(w), low), high));
  let ridge = 0;
  for (let i = 0; i < terms; i++) ridge += covariance[i * terms + i]!;
  ridge = (RIDGE * ridge) / terms;
  const off = Float64Array.from(integers, (q, i) => q - real[i]!);
  const gradient = new Float64Array(terms);
  for (let i = 0; i < terms; i++) {
    let sum = ridge * off[i]!;
    for (let j = 0; j < terms; j++) sum += covariance[i * terms + j]! * off[j]!;
    gradient[i] = sum;
  }
  for (let flips = MOST_FLIPS * terms; flips > 0; flips--) {
    let [best, least, move] = [-1, -1e-12, 0];
    for (let i = 0; i < terms; i++) {
      const step = gradient[i]! > 0 ? -1 : 1;
      const next = integers[i]! + step;
      if (next < low || next > high || Math.abs(next - real[i]!) > 1) continue;
      const change = 2 * step * gradient[i]! + covariance[i * terms + i]! + ridge;
      if (change < least) [best, least, move] = [i, change, step];
    }
    if (best < 0) break;
    integers[best]! += move;
    off[best]! += move;
    for (let i = 0; i < terms; i++) gradient[i]! += move * covariance[best * terms + i]!;
    gradient[best]! += move * ridge;
  }
  let error = 0;
  for (let i = 0; i < terms; i++) error += off[i]! * gradient[i]!;
  return { integers, error: Math.max(error, 0) };
}
