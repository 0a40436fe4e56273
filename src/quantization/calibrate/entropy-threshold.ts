import type { Histogram } from "./histogram.js";
import { klDivergence, smoothDistribution } from "./kl-divergence.js";
import type { Range } from "./range.js";

/**
 * Edges of the symmetric slice of a histogram over ±t that loses least information when it is merged into
 * `quantizedBins` bins: for each width, the slice with its outliers moved into its end bins is compared with the slice
 * merged and spread evenly over its non-empty bins again. The narrowest of equals wins.
 */
export function entropyThreshold({ counts, edges }: Histogram, quantizedBins: number): Range {
  const bins = counts.length;
  const middle = bins >> 1;
  let best = Number.POSITIVE_INFINITY;
  let result: Range | undefined;
  for (let half = quantizedBins >> 1; half <= middle; half++) {
    const start = middle - half;
    const end = Math.min(middle + half + 1, bins);
    const divergence = sliceDivergence(counts, start, end, quantizedBins);
    if (result === undefined || divergence < best) {
      best = divergence;
      result = { min: edges[start] as number, max: edges[end] as number };
    }
  }
  return result as Range;
}

function sliceDivergence(counts: Float64Array, start: number, end: number, quantizedBins: number): number {
  const slice = counts.subarray(start, end);
  const reference = slice.slice();
  reference[0]! += sum(counts, 0, start);
  reference[reference.length - 1]! += sum(counts, end, counts.length);
  const p = smoothDistribution(reference);
  const q = smoothDistribution(requantized(slice, reference, quantizedBins));
  return p === undefined || q === undefined ? Number.POSITIVE_INFINITY : klDivergence(p, q);
}

/** Counts stay integers: the share of each non-empty bin is cut, and what is left over after the last group is 0. */
function requantized(slice: Float64Array, reference: Float64Array, quantizedBins: number): Float64Array {
  const width = Math.floor(slice.length / quantizedBins);
  const spread = new Float64Array(slice.length);
  for (let group = 0; group < quantizedBins; group++) {
    const start = group * width;
    const end = start + width;
    const mass = sum(slice, start, group === quantizedBins - 1 ? slice.length : end);
    let filled = 0;
    for (let i = start; i < end; i++) if (reference[i] !== 0) filled++;
    if (filled > 0) spread.fill(Math.trunc(mass / filled), start, end);
  }
  return spread;
}

function sum(values: Float64Array, start: number, end: number): number {
  let total = 0;
  for (let i = start; i < end; i++) total += values[i] as number;
  return total;
}
