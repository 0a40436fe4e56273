// biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits that the C twin has.
const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts: the first has 21 trailing zero bits, so that k · LN2_HIGH is exact for |k| < 2^21. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1/n! for n = 13 … 2, each the nearest double. */
const INVERSE_FACTORIALS = Float64Array.of(
  1.6059043836821613e-10,
  2.08767569878681e-9,
  2.505210838544172e-8,
  2.755731922398589e-7,
  2.7557319223985893e-6,
  2.48015873015873e-5,
  1.984126984126984e-4,
  1.3888888888888889e-3,
  8.333333333333333e-3,
  4.1666666666666664e-2,
  1.6666666666666666e-1,
  0.5,
);

const bits = new DataView(new ArrayBuffer(8));

/**
 * e^x in double: the one definition that TypeScript and C share, so that a board without libm gives the same bits.
 *
 * x = k·ln 2 + r with |r| ≤ 0.35; e^r by Taylor's series up to r^13, whose rest is below 2^-57; then times 2^k. Every
 * step is one IEEE operation, never a fused multiply-add. The error is below 4 ulp of double, far below half an ulp of
 * float32, to which the callers round. Above 709 the result is ∞, below −708 it is 0.
 */
export function exponential(x: number): number {
  if (!(x >= -708)) return x < -708 ? 0 : x;
  if (x > 709) return Number.POSITIVE_INFINITY;
  const k = Math.trunc(x * LOG2_E + (x < 0 ? -0.5 : 0.5));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = INVERSE_FACTORIALS[0];
  for (let i = 1; i < INVERSE_FACTORIALS.length; i++) series = series * r + INVERSE_FACTORIALS[i];
  bits.setUint32(0, (1023 + k) << 20);
  return (series * r * r + r + 1) * bits.getFloat64(0);
}

/** tanh x in double from `exponential`; near 0, where 1 − 2/(e^2x + 1) loses digits, the first terms of its series. */
export function hyperbolicTangent(x: number): number {
  const magnitude = x < 0 ? -x : x;
  if (magnitude < 0.001) return x - (x * x * x) / 3;
  const value = 1 - 2 / (exponential(2 * magnitude) + 1);
  return x < 0 ? -value : value;
}
