import { UserError } from "../../base/errors.js";
import { entropyThreshold } from "./entropy-threshold.js";
import { magnitude, NOTHING, orZero, union } from "./extent.js";
import { Histogram } from "./histogram.js";
import type { CalibrationMethod, RangeObserver } from "./observer.js";
import type { Range } from "./range.js";

export interface EntropyOptions {
  /** Bins of the histogram over ±max|x|; 128. */
  readonly bins?: number | undefined;
  /** Bins that the quantized distribution may use, at most `bins`; 128. */
  readonly quantizedBins?: number | undefined;
}

/**
 * The range whose quantized distribution diverges least from the observed one. With as many quantized bins as bins (the
 * default) the whole range is the only candidate: no histogram is made and the result is MinMax's.
 */
export function entropy(options: EntropyOptions): CalibrationMethod {
  const { bins = 128, quantizedBins = 128 } = options;
  if (!Number.isInteger(bins) || !Number.isInteger(quantizedBins) || quantizedBins < 2 || bins < quantizedBins) {
    throw new UserError(`entropy needs 2 ≤ quantized bins ≤ bins, got ${quantizedBins} and ${bins}`);
  }
  const candidates = (bins >> 1) - (quantizedBins >> 1) + 1;
  return { passes: candidates > 1 ? 2 : 1, createObserver: () => new EntropyObserver(bins, quantizedBins) };
}

class EntropyObserver implements RangeObserver {
  private seen = NOTHING;
  private histogram: Histogram | undefined;

  constructor(
    private readonly bins: number,
    private readonly quantizedBins: number,
  ) {}

  observe(extent: Range): void {
    this.seen = union(this.seen, extent);
  }

  count(data: Float32Array): void {
    if (data.length === 0) return;
    this.histogram ??= new Histogram(-magnitude(this.seen), magnitude(this.seen), this.bins);
    this.histogram.add(data);
  }

  range(): Range {
    if (this.histogram === undefined) return orZero(this.seen);
    const threshold = entropyThreshold(this.histogram, this.quantizedBins);
    return { min: Math.max(threshold.min, this.seen.min), max: Math.min(threshold.max, this.seen.max) };
  }
}
