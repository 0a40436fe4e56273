const EPSILON = 0.0001;

/**
 * Replaces empty bins by a small mass taken evenly from the others, in float32.
 * @returns undefined when all bins are empty, or so many that the others cannot pay for them
 */
export function smoothDistribution(counts: Float64Array): Float32Array | undefined {
  let zeros = 0;
  for (const count of counts) if (count === 0) zeros++;
  if (zeros === counts.length) return undefined;
  const share = (EPSILON * zeros) / (counts.length - zeros);
  if (share >= 1) return undefined;
  const toll = Math.fround(share);
  return Float32Array.from(counts, (count) => (count === 0 ? EPSILON : Math.fround(count) - toll));
}

/** Kullback-Leibler divergence of two positive distributions, each normalized first; float32 sums, as numpy adds them. */
export function klDivergence(p: Float32Array, q: Float32Array): number {
  const pTotal = pairwiseSum(p, 0, p.length);
  const qTotal = pairwiseSum(q, 0, q.length);
  const terms = Float32Array.from(p, (count, bin) => {
    const x = Math.fround(count / pTotal);
    const y = Math.fround((q[bin] as number) / qTotal);
    return x * Math.log(x / y);
  });
  return pairwiseSum(terms, 0, terms.length);
}

/** numpy's order of summation: eight running sums in blocks of at most 128, halves added recursively. */
function pairwiseSum(values: Float32Array, start: number, length: number): number {
  if (length > 128) {
    const half = (length >> 1) - ((length >> 1) % 8);
    return Math.fround(pairwiseSum(values, start, half) + pairwiseSum(values, start + half, length - half));
  }
  const end = start + length;
  const whole = length < 8 ? start : end - (length % 8);
  const lanes = new Float32Array(8);
  for (let i = start; i < whole; i++) lanes[(i - start) % 8]! += values[i] as number;
  const pair = (a: number): number => Math.fround((lanes[a] as number) + (lanes[a + 1] as number));
  let sum = Math.fround(Math.fround(pair(0) + pair(2)) + Math.fround(pair(4) + pair(6)));
  for (let i = whole; i < end; i++) sum = Math.fround(sum + (values[i] as number));
  return sum;
}
