import type { Emitter } from "./emitter.js";

/**
 * x to the nearest integer, ties away from zero, limited to low … high (both within ±2^20), for any float32 but NaN.
 * n = floor(2|x|) is exact, and so is floor(n / 2 + ½): no sum of x and ½ is made, which would round 0.49999997 to 1.
 */
export function halfAway(emitter: Emitter, x: string, low: number, high: number): string {
  const limit = 2 * Math.max(Math.abs(low), Math.abs(high)) + 2;
  const doubled = emitter.node("Mul", [x, emitter.scalar(2)]);
  const near = emitter.node("Clip", [doubled, emitter.scalar(-limit), emitter.scalar(limit)]);
  const n = emitter.node("Floor", [emitter.node("Abs", [near])]);
  const half = emitter.node("Mul", [n, emitter.scalar(0.5)]);
  const rounded = emitter.node("Floor", [emitter.node("Add", [half, emitter.scalar(0.5)])]);
  const signed = emitter.node("Mul", [rounded, emitter.node("Sign", [near])]);
  return emitter.node("Clip", [signed, emitter.scalar(low), emitter.scalar(high)]);
}
