import type { NdArray } from "../array.js";

/** An image [N, H, W, C]; a line [N, W, C] is an image of height 1. Shares the storage. */
export function asImage(array: NdArray): NdArray {
  if (array.shape.length !== 3) return array;
  const [n, w, c] = array.shape;
  return { ...array, shape: [n, 1, w, c] };
}

/** A kernel with its two spatial axes first; one of a line ([W, …]) gets a height of 1. Shares the storage. */
export function asImageKernel(array: NdArray): NdArray {
  return array.shape.length === 3 ? { ...array, shape: [1, ...array.shape] } : array;
}

/** A spatial attribute as [vertical, horizontal]; of a line, the vertical one is `neutral`. */
export function spatialPair(values: readonly number[], neutral: number): [number, number] {
  return values.length === 1 ? [neutral, values[0]] : [values[0], values[1]];
}

/** ONNX pads, [top, left, bottom, right] or of a line [left, right], as the former. */
export function spatialPads(values: readonly number[]): [number, number, number, number] {
  return values.length === 2 ? [0, values[0], 0, values[1]] : [values[0], values[1], values[2], values[3]];
}
