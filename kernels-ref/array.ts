import { KernelError } from "./kernel-error.js";

/** Element types, named as numpy names them. */
export type DType =
  | "float32"
  | "float64"
  | "float16"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "bool";

/** Storage of a dense array. `bool` is one byte an element (0 or 1); `float16` holds the raw bits. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense array in C order: what every kernel reads and writes. `data.length` is the product of `shape`. */
export interface NdArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** The number of elements of a shape; 1 for a scalar (`[]`). */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dim of shape) size *= dim;
  return size;
}

/** Integers that fit a double; their typed arrays wrap on store, as C's conversions between integer types do. */
export type IntegerArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

export type Int64Array = BigInt64Array | BigUint64Array;

export function isFloat(data: TypedArray): data is Float32Array | Float64Array {
  return data instanceof Float32Array || data instanceof Float64Array;
}

export function isInt64(data: TypedArray): data is Int64Array {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** Elements between neighbours along each axis, C order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** The storage of a float32 array. @throws KernelError for another dtype. */
export function float32Data(array: NdArray): Float32Array {
  if (array.data instanceof Float32Array) return array.data;
  throw new KernelError(`this operator works on float32, got ${array.dtype}`);
}

/** The storage of an int8 array. @throws KernelError for another dtype. */
export function int8Data(array: NdArray): Int8Array {
  if (array.data instanceof Int8Array) return array.data;
  throw new KernelError(`this operator works on int8, got ${array.dtype}`);
}

/** The storage of an int32 array. @throws KernelError for another dtype. */
export function int32Data(array: NdArray): Int32Array {
  if (array.data instanceof Int32Array) return array.data;
  throw new KernelError(`this operator works on int32, got ${array.dtype}`);
}
