import { UserError } from "../../base/errors.js";
import { magnitude, NOTHING, union } from "./extent.js";
import { Histogram } from "./histogram.js";
import type { CalibrationMethod, RangeObserver } from "./observer.js";
import type { Range } from "./range.js";

export interface PercentileOptions {
  /** Bins of the histogram of |x|; 2048. */
  readonly bins?: number | undefined;
  /** Share of the values that the range keeps, in percent, 0 … 100; 99.999. */
  readonly percentile?: number | undefined;
}

/** Symmetric range that holds the given share of |x|, cut to the extent of the values. */
export function percentile(options: PercentileOptions): CalibrationMethod {
  const { bins = 2048, percentile = 99.999 } = options;
  if (!(percentile >= 0 && percentile <= 100)) {
    throw new UserError(`the percentile must be between 0 and 100, got ${percentile}`);
  }
  if (!Number.isInteger(bins) || bins < 1) throw new UserError(`the histogram needs at least one bin, got ${bins}`);
  return { passes: 2, createObserver: () => new PercentileObserver(bins, percentile / 100) };
}

class PercentileObserver implements RangeObserver {
  private seen = NOTHING;
  private nearest = Number.POSITIVE_INFINITY;
  private histogram: Histogram | undefined;

  constructor(
    private readonly bins: number,
    private readonly share: number,
  ) {}

  observe(extent: Range, data: Float32Array): void {
    this.seen = union(this.seen, extent);
    if (this.nearest > 0) this.nearest = Math.min(this.nearest, smallestMagnitude(data));
  }

  count(data: Float32Array): void {
    if (data.length === 0) return;
    this.histogram ??= new Histogram(this.nearest, magnitude(this.seen), this.bins);
    this.histogram.add(data, true);
  }

  range(): Range {
    if (this.histogram === undefined) return { min: 0, max: 0 };
    const threshold = quantile(this.histogram, this.share);
    return { min: Math.max(-threshold, this.seen.min), max: Math.min(threshold, this.seen.max) };
  }
}

function smallestMagnitude(data: Float32Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const x = Math.abs(data[i] as number);
    if (x < smallest) smallest = x;
  }
  return smallest;
}

/** Left edge of the first bin at which the cumulated share reaches `share`; the last edge if none does. */
function quantile({ counts, edges, total }: Histogram, share: number): number {
  let cumulated = 0;
  let bin = 0;
  for (; bin < counts.length; bin++) {
    cumulated += (counts[bin] as number) / total;
    if (cumulated >= share) break;
  }
  return edges[bin] as number;
}
