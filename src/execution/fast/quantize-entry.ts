import { Tensor } from "../../base/tensor/tensor.js";

/** Takes a tie between two integers away from zero, and is too little to take the float32 next to a tie there. */
const AWAY = 1 + 2 ** -40;

/**
 * `esp.quantize` of real values, a whole batch in one pass: what comes in is most of the data of a small network.
 * A store into clamped bytes rounds to the nearest integer and saturates.
 * @param samples float32, each of shape [1, …]
 * @returns bytes [samples, …] of which 128 stands for 0; undefined when there is a NaN, which would become −128
 */
export function quantizeEntry(samples: readonly Tensor[], scale: number): Tensor | undefined {
  const [{ shape, size }] = samples as readonly [Tensor];
  const bytes = new Uint8ClampedArray(size * samples.length);
  const isPowerOfTwo = Number.isInteger(Math.log2(scale)) && scale >= 2 ** -100;
  const quantize = isPowerOfTwo ? scaled : divided;
  for (const [i, { data }] of samples.entries()) {
    const part = bytes.subarray(i * size, (i + 1) * size);
    quantize(data as Float32Array, scale, part);
  }
  // `includes` takes four times as long: it is made for arrays that may have NaN.
  const isZeroThere = bytes.indexOf(0) !== -1;
  if (isZeroThere && samples.some(({ data }) => (data as Float32Array).some(Number.isNaN))) return undefined;
  return new Tensor("uint8", [samples.length, ...shape.slice(1)], new Uint8Array(bytes.buffer));
}

function scaled(x: Float32Array, scale: number, bytes: Uint8ClampedArray): void {
  const factor = AWAY / scale;
  const fours = x.length - (x.length % 4);
  for (let i = 0; i < fours; i += 4) {
    bytes[i] = x[i]! * factor + 128;
    bytes[i + 1] = x[i + 1]! * factor + 128;
    bytes[i + 2] = x[i + 2]! * factor + 128;
    bytes[i + 3] = x[i + 3]! * factor + 128;
  }
  for (let i = fours; i < x.length; i++) bytes[i] = x[i]! * factor + 128;
}

function divided(x: Float32Array, scale: number, bytes: Uint8ClampedArray): void {
  for (let i = 0; i < x.length; i++) bytes[i] = Math.fround(x[i]! / scale) * AWAY + 128;
}
