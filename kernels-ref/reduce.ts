import { type NdArray, sizeOf, stridesOf } from "./array.js";
import { normalizeAxis, numbersAttribute } from "./attributes.js";
import type { Attributes } from "./operator.js";

/** Which elements of the input meet in one element of the output. */
export interface Reduction {
  /** Offset of the first element of each output's group, in the output's C order. */
  readonly starts: Int32Array;
  /** Offsets of a group's elements from its start, in C order of the reduced axes. */
  readonly steps: Int32Array;
}

/** The groups of a reduction over `axis` (a number, a list, or absent: all), `exclude` meaning all the others. */
export function reduction(input: NdArray, attributes: Attributes): Reduction {
  const rank = input.shape.length;
  const all = input.shape.map((_, axis) => axis);
  const named = numbersAttribute(attributes, "axis", all).map((axis) => normalizeAxis(axis, rank));
  const reduced = all.filter((axis) => named.includes(axis) !== (attributes.exclude === true));
  const kept = all.filter((axis) => !reduced.includes(axis));
  const strides = stridesOf(input.shape);
  const offsets = (axes: number[]): Int32Array =>
    boxOffsets(
      axes.map((axis) => input.shape[axis]),
      axes.map((axis) => strides[axis]),
    );
  return { starts: offsets(kept), steps: offsets(reduced) };
}

/** Offsets of all elements of a box, in C order. */
export function boxOffsets(shape: readonly number[], strides: readonly number[]): Int32Array {
  let offsets: number[] = [0];
  for (const [axis, length] of shape.entries()) {
    const longer: number[] = [];
    for (const start of offsets) for (let i = 0; i < length; i++) longer.push(start + i * strides[axis]);
    offsets = longer;
  }
  return Int32Array.from(offsets.slice(0, sizeOf(shape)));
}
