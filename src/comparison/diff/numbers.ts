import { isInt64 } from "../../../kernels-ref/array.js";
import type { Tensor } from "../../base/tensor/tensor.js";

/** Elements that are looked at together: a block of each side stays in the cache. */
export const BLOCK = 4096;

/**
 * Elements `start` … `start + count − 1` as doubles times `factor`, into `block`. One kind of array for every dtype keeps
 * the loops behind it monomorphic. int64 beyond 2^53 loses its low bits; float16 is decoded.
 */
export function readBlock(tensor: Tensor, start: number, count: number, factor: number, block: Float64Array): void {
  const { data, dtype } = tensor;
  if (isInt64(data)) {
    for (let i = 0; i < count; i++) block[i] = Number(data[start + i]);
  } else if (dtype === "float16") {
    for (let i = 0; i < count; i++) block[i] = decodeFloat16(data[start + i] as number);
  } else {
    block.set(data.subarray(start, start + count));
  }
  if (factor !== 1) for (let i = 0; i < count; i++) block[i]! *= factor;
}

/** The number with these 16 bits of IEEE 754's binary16. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
