import type { Range } from "./range.js";

/** The range of nothing: any value widens it. */
export const NOTHING: Range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };

/** Smallest and largest value; `NOTHING` of an empty array, NaN at both ends if any value is NaN. */
export function extentOf(data: Float32Array): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let start = 0; start < data.length; start += 4) {
    const end = Math.min(start + 4, data.length);
    if (end === start + 4) {
      // Nearly every value is inside, and a NaN never is: four tests that all hold are three times faster than four updates.
      const [a, b, c, d] = [data[start]!, data[start + 1]!, data[start + 2]!, data[start + 3]!];
      if (a >= min && a <= max && b >= min && b <= max && c >= min && c <= max && d >= min && d <= max) continue;
    }
    for (let i = start; i < end; i++) {
      const x = data[i]!;
      if (Number.isNaN(x)) return { min: x, max: x };
      if (x < min) min = x;
      if (x > max) max = x;
    }
  }
  return { min, max };
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
