import type { Range } from "./range.js";

/** The range of nothing: any value widens it. */
export const NOTHING: Range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };

/** Smallest and largest value; `NOTHING` of an empty array, NaN at both ends if any value is NaN. */
export function extentOf(data: Float32Array): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  // 0·x is 0 for every finite x and NaN otherwise.
  let probe = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number;
    if (x < min) min = x;
    if (x > max) max = x;
    probe += 0 * x;
  }
  return probe === 0 || !data.some(Number.isNaN) ? { min, max } : { min: Number.NaN, max: Number.NaN };
}

/** The smallest range that holds both. */
export function union(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** The range itself, or 0 … 0 in place of `NOTHING`, as for an empty tensor. */
export function orZero(range: Range): Range {
  return range.min <= range.max ? range : { min: 0, max: 0 };
}

/** Largest magnitude in the range. */
export function magnitude({ min, max }: Range): number {
  return Math.max(Math.abs(min), Math.abs(max));
}
