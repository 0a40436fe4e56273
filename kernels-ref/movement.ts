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
  if (sizeOf(shape) === 0) return;
  const [source, words] = unsignedWords(from.array.data);
  const [target] = unsignedWords(to.array.data);
  const axes = shape.map((length, axis): Axis => [length, from.strides[axis] * words, to.strides[axis] * words]);
  if (words > 1) axes.push([words, 1, 1]);
  copyWords(mergedAxes(axes), source, from.offset * words, target, to.offset * words);
}

/** An axis of a box: its length, and how far apart its neighbours are in the source and in the target. */
type Axis = readonly [length: number, sourceStride: number, targetStride: number];

/** The same box with fewer axes: neighbours that lie as one line in source and target become one axis. */
function mergedAxes(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const [length, read, write] of axes) {
    if (length === 1) continue;
    const outer = merged.at(-1);
    if (outer && outer[1] === length * read && outer[2] === length * write) {
      merged[merged.length - 1] = [outer[0] * length, read, write];
    } else {
      merged.push([length, read, write]);
    }
  }
  return merged;
}

type Words = Uint8Array | Uint16Array | Uint32Array;

/** Shorter lines are copied faster element by element than by a call. */
const SHORTEST_LINE = 64;

function copyWords(axes: readonly Axis[], source: Words, from: number, target: Words, to: number): void {
  const last = axes.length - 1;
  const [count, sourceStep, targetStep] = last >= 0 ? axes[last] : [1, 1, 1];
  const position = new Array<number>(Math.max(last, 0)).fill(0);
  const isLine = sourceStep === 1 && targetStep === 1 && count >= SHORTEST_LINE;
  let read = from;
  let write = to;
  for (;;) {
    if (isLine) target.set(source.subarray(read, read + count), write);
    else for (let i = 0, r = read, w = write; i < count; i++, r += sourceStep, w += targetStep) target[w] = source[r];
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      const [length, sourceStride, targetStride] = axes[axis];
      read += sourceStride;
      write += targetStride;
      if (++position[axis] < length) break;
      position[axis] = 0;
      read -= sourceStride * length;
      write -= targetStride * length;
    }
    if (axis < 0) return;
  }
}

/** The elements as unsigned words of their own size, 8-byte ones as two; and the words an element takes. */
export function unsignedWords(data: TypedArray): [Words, number] {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: bytes } = data;
  if (bytes === 1) return [new Uint8Array(buffer, byteOffset, byteLength), 1];
  if (bytes === 2) return [new Uint16Array(buffer, byteOffset, byteLength / 2), 1];
  return [new Uint32Array(buffer, byteOffset, byteLength / 4), bytes / 4];
}
