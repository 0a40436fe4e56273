import type { Range } from "./range.js";

/** Sees one tensor's activations, sample by sample. */
export interface RangeObserver {
  /** First pass. @param extent of `data`: finite, or that of an empty array */
  observe(extent: Range, data: Float32Array): void;
  /** Second pass over the same samples, for methods that must know the extent before they can count. */
  count?(data: Float32Array): void;
  /** The tensor's range; call after the last pass. */
  range(): Range;
}

/** How a calibration method observes a tensor. */
export interface CalibrationMethod {
  readonly passes: 1 | 2;
  createObserver(): RangeObserver;
}
