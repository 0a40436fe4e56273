import { type Rounding, roundToInteger, saturate } from "../arithmetic.js";
import type { DType } from "../array.js";
import { KernelError } from "../kernel-error.js";

/**
 * A float32 value to an integer, as ESP-DL rounds it on every chip.
 * Law: half up is the floor of (value + ½), where the sum is made in double and then rounded to float32; so the largest
 * float32 below ½ becomes 1. Half to even rounds the value itself (one instruction of the ESP32-P4).
 */
export function roundFloat(value: number, rounding: Rounding): number {
  if (rounding === "half-up") return Math.floor(Math.fround(value + 0.5));
  return roundToInteger(value, rounding);
}

/** The values of a quantized dtype. @throws KernelError for a dtype that is not int8 or int16. */
export function rangeOf(dtype: DType): { readonly low: number; readonly high: number } {
  if (dtype === "int8") return { low: -128, high: 127 };
  if (dtype === "int16") return { low: -32768, high: 32767 };
  throw new KernelError(`this operator works on int8 and int16, got ${dtype}`);
}

/**
 * value / 2^shift, rounded and saturated; a negative shift multiplies.
 * Exact for |value| < 2^53: a power of two only moves a double's exponent, so it rounds once. That includes shifts of
 * 32 and more, which C leaves undefined.
 */
export function shiftSaturate(value: number, shift: number, rounding: Rounding, low: number, high: number): number {
  return saturate(roundToInteger(value * 2 ** -shift, rounding), low, high);
}

/**
 * A float32 value to a quantized integer: round, then saturate. NaN becomes the lowest value, as a conversion to int
 * on x86 gives it, by which the vectors were made.
 */
export function quantizeFloat(value: number, rounding: Rounding, low: number, high: number): number {
  return Number.isNaN(value) ? low : saturate(roundFloat(value, rounding), low, high);
}

/** Exponent e of an integer tensor as the float32 factor 2^e. */
export function scaleOf(exponent: number): number {
  return 2 ** exponent;
}
