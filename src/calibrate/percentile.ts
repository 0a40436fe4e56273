import { UserError } from "../errors.js";
import { Extent } from "./extent.js";
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
  private readonly extent = new Extent();
  private histogram: Histogram | undefined;

  constructor(
    private readonly bins: number,
    private readonly share: number,
  ) {}

  observe(data: Float32Array, pass: number): void {
    if (pass === 0) {
      this.extent.add(data);
    } else {
      this.histogram ??= new Histogram(this.extent.minMagnitude, this.extent.maxMagnitude, this.bins);
      this.histogram.add(data, true);
    }
  }

  range(): Range {
    const { min, max } = this.extent;
    if (this.histogram === undefined || this.histogram.total === 0) return { min: 0, max: 0 };
    const threshold = quantile(this.histogram, this.share);
    return { min: Math.max(-threshold, min), max: Math.min(threshold, max) };
  }
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
