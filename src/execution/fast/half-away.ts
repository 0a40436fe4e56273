import type { Emitter } from "./emitter.js";

/** The float32 below ½. */
const BELOW_HALF = 0.5 - 2 ** -25;

/**
 * x to the nearest integer, ties away from zero, limited to low … high (both within ±2^20), for any float32 but NaN: the
 * integer part of x ± the float32 below ½. With ½ itself 0.49999997 would become 1; so the sum of a tie alone reaches
 * the next integer, by being rounded to it.
 */
export function halfAway(emitter: Emitter, x: string, low: number, high: number): string {
  const near = emitter.node("Clip", [x, emitter.scalar(low - 0.25), emitter.scalar(high + 0.25)]);
  // Of what is so small that it is not brought to ± ½ the integer part is 0 either way.
  const large = emitter.node("Mul", [near, emitter.scalar(2 ** 60)]);
  const half = emitter.node("Clip", [large, emitter.scalar(-BELOW_HALF), emitter.scalar(BELOW_HALF)]);
  const integer = emitter.node("Cast", [emitter.node("Add", [near, half])], { to: 6 });
  return emitter.node("Cast", [integer], { to: 1 });
}

/**
 * 2^−bits · (1 + 2^−(bits + 8)): times an integer it is the quotient, brought away from ties without reaching another one
 * while the result is within ±128, so that rounding half to even is half away. @param bits 0 … 15
 */
export function awayFromTies(bits: number): number {
  return bits === 0 ? 1 : 2 ** -bits * (1 + 2 ** -(bits + 8));
}
