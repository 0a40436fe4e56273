const bits = new DataView(new ArrayBuffer(8));

/** ln 2 in two parts: the first has 21 trailing zero bits, so that k · LN2_HIGH is exact for |k| < 2^21. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * ln x in double, the one definition that TypeScript and C share; for normal doubles, which all float32 are.
 *
 * x = 2^k · m with m in [√½, √2]; ln m = 2·artanh((m − 1)/(m + 1)) by its series up to the 23rd power, whose rest is
 * below 2^-60. 0 gives −∞, a negative number NaN.
 */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let k = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits that the C twin has.
  if (m > 1.4142135623730951) {
    m = m * 0.5;
    k++;
  }
  const f = (m - 1) / (m + 1);
  const square = f * f;
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = (series + 1 / n) * square;
  return k * LN2_HIGH + (k * LN2_LOW + (2 * f * series + 2 * f));
}
