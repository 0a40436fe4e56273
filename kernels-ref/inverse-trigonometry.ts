import { squareRoot } from "./square-root.js";

/** arctan of 0, ¼, ½, ¾ and 1. */
const ARCTANGENTS = [0, 0.24497866312686414, 0.4636476090008061, 0.6435011087932844, 0.7853981633974483];
const HALF_PI = 1.5707963267948966;

/** arctan x in double: 1/x above 1, then the nearest quarter c by (x − c)/(1 + c·x), then the series up to t^17. */
export function arcTangent(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const magnitude = x < 0 ? -x : x;
  const inner = magnitude > 1 ? 1 / magnitude : magnitude;
  const quarter = Math.trunc(inner * 4 + 0.5);
  const c = quarter * 0.25;
  const t = (inner - c) / (1 + c * inner);
  const square = t * t;
  let series = 0;
  for (let n = 17; n >= 3; n -= 2) series = (1 / n - series) * square;
  const angle = ARCTANGENTS[quarter] + (t - t * series);
  const value = magnitude > 1 ? HALF_PI - angle : angle;
  return x < 0 ? -value : value;
}

/** arcsin x = arctan(x / √(1 − x²)); NaN beyond ±1. */
export function arcSine(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  if (x === 1) return HALF_PI;
  return x === -1 ? -HALF_PI : arcTangent(x / squareRoot((1 - x) * (1 + x)));
}

/** arccos x = 2·arctan √((1 − x)/(1 + x)); NaN beyond ±1. */
export function arcCosine(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  return x === -1 ? 2 * HALF_PI : 2 * arcTangent(squareRoot((1 - x) / (1 + x)));
}
