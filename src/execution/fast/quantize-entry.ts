import { Tensor } from "../../base/tensor/tensor.js";
import { toSigned } from "./signed-bytes.js";

/** Takes a tie between two integers away from zero, and is too little to take the float32 next to a tie there. */
const AWAY = 1 + 2 ** -40;

/**
 * `esp.quantize` of real values, the whole batch in one pass: what comes in is most of the data of a small network.
 * A store into clamped bytes rounds to the nearest integer and saturates.
 * @returns undefined when there is a NaN, which would become 0 there
 */
export function quantizeEntry({ data, shape }: Tensor, scale: number): Tensor | undefined {
  const x = data as Float32Array;
  const bytes = new Uint8ClampedArray(x.length);
  const isPowerOfTwo = Number.isInteger(Math.log2(scale)) && 1 / scale <= 2 ** 100;
  if (isPowerOfTwo) {
    const factor = AWAY / scale;
    for (let i = 0; i < x.length; i++) bytes[i] = x[i]! * factor + 128;
  } else {
    for (let i = 0; i < x.length; i++) bytes[i] = Math.fround(x[i]! / scale) * AWAY + 128;
  }
  if (bytes.includes(0) && x.some(Number.isNaN)) return undefined;
  return toSigned(new Tensor("uint8", shape, new Uint8Array(bytes.buffer)), 128);
}
