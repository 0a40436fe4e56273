import type { Range } from "./range.js";

/** Sees one tensor's activations, sample by sample, in one or two passes over the same samples. */
export interface RangeObserver {
  /** @param pass 0, or 1 for methods that must know the extent before they can count */
  observe(data: Float32Array, pass: number): void;
  /** The tensor's range; call after the last pass. */
  range(): Range;
}

/** How a calibration method observes a tensor. */
export interface CalibrationMethod {
  readonly passes: 1 | 2;
  createObserver(): RangeObserver;
}
