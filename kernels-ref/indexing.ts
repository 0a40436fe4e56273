import { type NdArray, sizeOf, stridesOf } from "./array.js";

/** Element `i` of int32 or int64 indices into `length` elements: negative ones count from the end, others stop there. */
export function indexAt(indices: NdArray, i: number, length: number): number {
  const index = Number(indices.data[i]);
  const counted = index < 0 ? index + length : index;
  return Math.min(Math.max(counted, 0), length - 1);
}

/** Calls `visit` with the offset of each position of `shape`, in C order, in an array of these strides. */
export function visitOffsets(
  shape: readonly number[],
  strides: readonly number[],
  visit: (offset: number, position: number) => void,
): void {
  const size = sizeOf(shape);
  const inner = stridesOf(shape);
  for (let position = 0; position < size; position++) {
    let offset = 0;
    for (let axis = 0; axis < shape.length; axis++)
      offset += (Math.trunc(position / inner[axis]) % shape[axis]) * strides[axis];
    visit(offset, position);
  }
}

/** Where the slices that `indices` of shape [batch…, tuple…, depth] name lie in `data`: offsets, and a slice's size. */
export function sliceOffsets(data: NdArray, indices: NdArray, batchAxes: number): { offsets: number[]; size: number } {
  const depth = indices.shape[indices.shape.length - 1];
  const strides = stridesOf(data.shape);
  const batches = sizeOf(indices.shape.slice(0, batchAxes));
  const tuples = indices.data.length / Math.max(depth, 1);
  const batchSize = sizeOf(data.shape.slice(batchAxes));
  const offsets: number[] = [];
  for (let tuple = 0; tuple < tuples; tuple++) {
    let offset = Math.trunc(tuple / (tuples / batches)) * batchSize;
    for (let k = 0; k < depth; k++) {
      const axis = batchAxes + k;
      offset += indexAt(indices, tuple * depth + k, data.shape[axis]) * strides[axis];
    }
    offsets.push(offset);
  }
  return { offsets, size: sizeOf(data.shape.slice(batchAxes + depth)) };
}
