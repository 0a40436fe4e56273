import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";
import { squareRoot } from "./square-root.js";

/** Below it two terms of a series are exact to float32, and the closed forms lose digits. */
const SMALL = 0.01;

/** sinh x = (e^x − e^−x)/2 in double. */
export function hyperbolicSine(x: number): number {
  if (x > -SMALL && x < SMALL) return x + (x * x * x) / 6;
  return 0.5 * (exponential(x) - exponential(-x));
}

/** cosh x = (e^x + e^−x)/2 in double. */
export function hyperbolicCosine(x: number): number {
  return 0.5 * (exponential(x) + exponential(-x));
}

/** arsinh x = ±ln(|x| + √(x² + 1)) in double. */
export function areaSine(x: number): number {
  if (x > -SMALL && x < SMALL) return x - (x * x * x) / 6;
  const magnitude = x < 0 ? -x : x;
  const value = logarithm(magnitude + squareRoot(magnitude * magnitude + 1));
  return x < 0 ? -value : value;
}

/** arcosh x = ln(x + √((x − 1)·(x + 1))) in double; NaN below 1. */
export function areaCosine(x: number): number {
  return x >= 1 ? logarithm(x + squareRoot((x - 1) * (x + 1))) : Number.NaN;
}

/** artanh x = ½·ln((1 + x)/(1 − x)) in double; ±∞ at ±1, NaN beyond. */
export function areaTangent(x: number): number {
  if (x > -SMALL && x < SMALL) return x + (x * x * x) / 3;
  if (!(x > -1 && x < 1)) return x === 1 || x === -1 ? x * Number.POSITIVE_INFINITY : Number.NaN;
  return 0.5 * logarithm((1 + x) / (1 - x));
}
