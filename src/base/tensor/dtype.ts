import type { DType, TypedArray } from "../../../kernels-ref/array.js";

export type { DType, TypedArray } from "../../../kernels-ref/array.js";

type ArrayConstructor = new (buffer: ArrayBuffer, byteOffset?: number, length?: number) => TypedArray;

const STORAGE: Readonly<Record<DType, readonly [ArrayConstructor, number]>> = {
  float32: [Float32Array, 4],
  float64: [Float64Array, 8],
  float16: [Uint16Array, 2],
  int8: [Int8Array, 1],
  uint8: [Uint8Array, 1],
  int16: [Int16Array, 2],
  uint16: [Uint16Array, 2],
  int32: [Int32Array, 4],
  uint32: [Uint32Array, 4],
  int64: [BigInt64Array, 8],
  uint64: [BigUint64Array, 8],
  bool: [Uint8Array, 1],
};

export const DTYPES = Object.keys(STORAGE) as readonly DType[];

/** Bytes an element takes. */
export function itemSize(dtype: DType): number {
  return STORAGE[dtype][1];
}

/** Zero-filled storage for `length` elements. */
export function allocate(dtype: DType, length: number): TypedArray {
  const [Storage, bytes] = STORAGE[dtype];
  return new Storage(new ArrayBuffer(length * bytes));
}

/** The elements held in little-endian `bytes`, copied so that any alignment is allowed. */
export function fromBytes(dtype: DType, bytes: Uint8Array): TypedArray {
  const [Storage, size] = STORAGE[dtype];
  if (bytes.length % size !== 0)
    throw new RangeError(`${bytes.length} bytes are not a whole number of ${dtype} elements`);
  return new Storage(new Uint8Array(bytes).buffer);
}

/** The little-endian bytes of an array; shares the storage. */
export function toBytes(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
