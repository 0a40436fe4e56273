import type { Tensor } from "../../src/base/tensor/tensor.js";

/** Largest |found − expected| over the largest |expected|. */
export function relativeError(expected: Tensor, found: Tensor): number {
  let [largest, extent] = [0, 0];
  for (let i = 0; i < expected.size; i++) {
    const error = Math.abs(Number(found.data[i]) - Number(expected.data[i]));
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
    extent = Math.max(extent, Math.abs(Number(expected.data[i])));
  }
  return largest === 0 ? 0 : largest / extent;
}
