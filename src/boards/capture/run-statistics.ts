export interface RunStatistics {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @param totals what each run took, in one unit; not empty */
export function runStatistics(totals: readonly number[]): RunStatistics {
  return { median: median(totals), min: Math.min(...totals), max: Math.max(...totals) };
}

/** The middle of the values, of an even number the mean of both in the middle. @param values not empty */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
