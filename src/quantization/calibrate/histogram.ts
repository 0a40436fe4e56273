/**
 * Counts float32 values in equal bins, with numpy.histogram's edges and its rule for a value near an edge: bin k holds
 * edges[k] ≤ x < edges[k+1], the last bin its right edge too.
 */
export class Histogram {
  /** Exact integers up to 2^53. */
  readonly counts: Float64Array;
  /** `bins` + 1 edges: float64 arithmetic rounded to float32. */
  readonly edges: Float32Array;
  private readonly first: number;
  private readonly binsPerUnit: number;

  /** @param first lowest, @param last highest value that will be added, both float32; equal ones are widened by ½ each way */
  constructor(first: number, last: number, bins: number) {
    const [low, high] = first === last ? [first - 0.5, last + 0.5] : [first, last];
    const step = (high - low) / bins;
    this.edges = Float32Array.from({ length: bins + 1 }, (_, k) => k * step + low);
    this.edges[bins] = high;
    this.counts = new Float64Array(bins);
    this.first = Math.fround(low);
    this.binsPerUnit = Math.fround(bins / (first === last ? high - low : Math.fround(high - low)));
  }

  /** @param magnitude count |x| instead of x */
  add(data: Float32Array, magnitude = false): void {
    const { counts, edges, first, binsPerUnit } = this;
    const last = counts.length - 1;
    for (let i = 0; i < data.length; i++) {
      const x = magnitude ? Math.abs(data[i] as number) : (data[i] as number);
      // float32 arithmetic lands at most one bin off; the edges decide.
      let bin = Math.min(Math.fround(Math.fround(x - first) * binsPerUnit) | 0, last);
      if (x < (edges[bin] as number)) bin--;
      else if (bin < last && x >= (edges[bin + 1] as number)) bin++;
      counts[bin] = (counts[bin] as number) + 1;
    }
  }

  /** Number of values counted. */
  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }
}
