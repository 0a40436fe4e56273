import type { NdArray } from "../array.js";
import { stretch } from "../broadcast.js";
import { KernelError } from "../kernel-error.js";

/** Storage of the dtypes that ESP-DL computes with: int8, int16 and float32. */
export type RealArray = Int8Array | Int16Array | Float32Array;

/** @throws KernelError for another dtype. */
export function realData(array: NdArray): RealArray {
  const { data } = array;
  if (data instanceof Int8Array || data instanceof Int16Array || data instanceof Float32Array) return data;
  throw new KernelError(`this operator works on int8, int16 and float32, got ${array.dtype}`);
}

/** The elements of `array` stretched to `shape` by numpy's rules. */
export function stretchReal(array: NdArray, shape: readonly number[]): RealArray {
  realData(array);
  return stretch(array, shape) as RealArray;
}
