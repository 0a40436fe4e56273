import { roundToInteger } from "./arithmetic.js";

/** `ceil` and `floor`: the next integer up and down, the sign of zero kept. */
export const ceiling = (x: number): number => Math.ceil(x);
export const floor = (x: number): number => Math.floor(x);

/** `round_half_even`: to the nearest integer, ties to even, the sign of zero kept (C's `nearbyintf`, ONNX's Round). */
export function roundHalfEven(x: number): number {
  const whole = roundToInteger(x, "half-even");
  return whole === 0 && (x < 0 || Object.is(x, -0)) ? -0 : whole;
}
