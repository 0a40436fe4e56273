export interface RunStatistics {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Standard deviation of these runs. */
  readonly std: number;
}

/** @param totals what each run took, in one unit; not empty */
export function runStatistics(totals: readonly number[]): RunStatistics {
  const mean = totals.reduce((a, b) => a + b, 0) / totals.length;
  const std = Math.sqrt(totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / totals.length);
  return { mean, min: Math.min(...totals), max: Math.max(...totals), std };
}
