import { type NdArray, sizeOf, stridesOf, type TypedArray } from "./array.js";
import { copyBox, whole } from "./movement.js";

/** Strides that read `from` as if it had shape `to`: axes are aligned at the end, an axis of length 1 repeats. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const missing = to.length - from.length;
  return to.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : strides[axis - missing]));
}

/** True when `array` broadcast to `shape` is its elements over and over: a scalar, or one element a channel in NHWC. */
export function repeatsAsTail({ data, shape: own }: NdArray, shape: readonly number[]): boolean {
  if (data.length === 1) return true;
  const tail = own.slice(own.findIndex((length) => length !== 1));
  return tail.every((length, i) => length === shape[shape.length - tail.length + i]);
}

/** The elements of `array` stretched to `shape`, in C order; the array's own storage when it already fits. */
export function stretch(array: NdArray, shape: readonly number[]): TypedArray {
  const size = sizeOf(shape);
  if (array.data.length === size) return array.data;
  const Storage = array.data.constructor as new (length: number) => TypedArray;
  const stretched: NdArray = { dtype: array.dtype, shape, data: new Storage(size) };
  copyBox(shape, { array, offset: 0, strides: broadcastStrides(array.shape, shape) }, whole(stretched));
  return stretched.data;
}
