import { type NdArray, sizeOf, stridesOf, type TypedArray } from "./array.js";

/** A box of elements inside an array: where it starts and how far apart its neighbours are. Stride 0 repeats. */
export interface Region {
  readonly array: NdArray;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The whole of an array. */
export function whole(array: NdArray): Region {
  return { array, offset: 0, strides: stridesOf(array.shape) };
}

/**
 * Copies a box of `shape` from one region to another, bit for bit. Every operator that only moves elements
 * (transpose, pad, concatenate, repeat, …) is this loop with other strides.
 *
 * Elements are moved as unsigned words of their own size, so a float's NaN keeps its bits and all dtypes of one size
 * share one compiled loop; 8-byte elements move as two 4-byte words.
 */
export function copyBox(shape: readonly number[], from: Region, to: Region): void {
  const [source, words] = unsignedWords(from.array.data);
  const [target] = unsignedWords(to.array.data);
  const box = words === 1 ? shape : [...shape, words];
  const scale = (strides: readonly number[]): readonly number[] =>
    words === 1 ? strides : [...strides.map((stride) => stride * words), 1];
  copyWords(box, source, from.offset * words, scale(from.strides), target, to.offset * words, scale(to.strides));
}

type Words = Uint8Array | Uint16Array | Uint32Array;

function copyWords(
  shape: readonly number[],
  source: Words,
  sourceOffset: number,
  sourceStrides: readonly number[],
  target: Words,
  targetOffset: number,
  targetStrides: readonly number[],
): void {
  if (sizeOf(shape) === 0) return;
  const last = shape.length - 1;
  const count = last >= 0 ? shape[last] : 1;
  const sourceStep = last >= 0 ? sourceStrides[last] : 0;
  const targetStep = last >= 0 ? targetStrides[last] : 0;
  const position = new Array<number>(Math.max(last, 0)).fill(0);
  let read = sourceOffset;
  let write = targetOffset;
  for (;;) {
    for (let i = 0, r = read, w = write; i < count; i++, r += sourceStep, w += targetStep) target[w] = source[r];
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      read += sourceStrides[axis];
      write += targetStrides[axis];
      if (++position[axis] < shape[axis]) break;
      position[axis] = 0;
      read -= sourceStrides[axis] * shape[axis];
      write -= targetStrides[axis] * shape[axis];
    }
    if (axis < 0) return;
  }
}

function unsignedWords(data: TypedArray): [Words, number] {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: bytes } = data;
  if (bytes === 1) return [new Uint8Array(buffer, byteOffset, byteLength), 1];
  if (bytes === 2) return [new Uint16Array(buffer, byteOffset, byteLength / 2), 1];
  return [new Uint32Array(buffer, byteOffset, byteLength / 4), bytes / 4];
}
