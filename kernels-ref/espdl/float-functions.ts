import { exponential } from "../exponential.js";
import { KernelError } from "../kernel-error.js";
import { logarithm } from "../logarithm.js";

/**
 * ESP-DL's float32 functions. C's `expf` and `logf` are the exact value rounded to float32 for all practical purposes:
 * a double function, rounded, gives the same bits on every element tried. The double ones are those that the C twins have.
 */
export function expf(x: number): number {
  return Math.fround(exponential(x));
}

export function logf(x: number): number {
  return Math.fround(logarithm(x));
}

/** 1 / (1 + e^−x), the sum and the quotient in double. */
export function sigmoidf(x: number): number {
  return Math.fround(1 / (1 + expf(-x)));
}

/** 2 · sigmoid(2x) − 1, in float32. */
export function tanhf(x: number): number {
  return Math.fround(2 * sigmoidf(Math.fround(2 * x)) - 1);
}

/**
 * The square root by Newton's steps in float32, which end when a step moves by at most 1e-5.
 * @throws KernelError where they never end: then the chip hangs.
 */
export function sqrtNewton(x: number): number {
  if (x === 0) return 0;
  const tolerance = Math.fround(1e-5);
  let result = x;
  for (let step = 0; step < 300; step++) {
    const last = result;
    result = Math.fround(Math.fround(last + Math.fround(x / last)) * 0.5);
    if (!(Math.abs(Math.fround(result - last)) > tolerance)) return result;
  }
  throw new KernelError(`the chip's square root of ${x} does not end: its steps alternate by more than 1e-5`);
}
