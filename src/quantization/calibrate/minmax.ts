import { UserError } from "../../base/errors.js";
import { NOTHING, orZero, union } from "./extent.js";
import type { CalibrationMethod, RangeObserver } from "./observer.js";
import type { Range } from "./range.js";

/** The range is the extent of all samples. */
export const minMax: CalibrationMethod = { passes: 1, createObserver: () => new MinMaxObserver() };

/**
 * The range starts as the first sample's extent and moves towards each further one: r ← r + c·(sample − r), in float64.
 * Depends on the order of the samples.
 * @param constant c, 0 … 1
 */
export function movingAverage(constant: number): CalibrationMethod {
  if (!(constant >= 0 && constant <= 1)) {
    throw new UserError(`the averaging constant must be between 0 and 1, got ${constant}`);
  }
  return { passes: 1, createObserver: () => new MovingAverageObserver(constant) };
}

class MinMaxObserver implements RangeObserver {
  private seen = NOTHING;

  observe(extent: Range): void {
    this.seen = union(this.seen, extent);
  }

  range(): Range {
    return orZero(this.seen);
  }
}

class MovingAverageObserver implements RangeObserver {
  private current: Range | undefined;

  constructor(private readonly constant: number) {}

  observe(extent: Range): void {
    const { min, max } = orZero(extent);
    const old = this.current ?? { min, max };
    this.current = {
      min: old.min + this.constant * (min - old.min),
      max: old.max + this.constant * (max - old.max),
    };
  }

  range(): Range {
    return this.current ?? { min: 0, max: 0 };
  }
}
