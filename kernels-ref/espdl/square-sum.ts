import type { RealArray } from "./elementwise.js";

/**
 * Σ x² of a group: every step rounded to float32 for float32; exact for integers (int16: below 2^53 for fewer than
 * 2^22 elements).
 */
export function squareSum(x: RealArray, start: number, steps: Int32Array): number {
  let sum = 0;
  if (x instanceof Float32Array) {
    for (let i = 0; i < steps.length; i++) {
      const value = x[start + steps[i]];
      sum = Math.fround(sum + Math.fround(value * value));
    }
    return sum;
  }
  for (let i = 0; i < steps.length; i++) {
    const value = x[start + steps[i]];
    sum += value * value;
  }
  return sum;
}
