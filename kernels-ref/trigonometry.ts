/** π/2 in two parts: the first has 33 bits, so that k · HALF_PI_HIGH is exact for k < 2^20. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const TWO_OVER_PI = 0.6366197723675814;

/** The bits of 2/π behind the binary point, 24 a word. */
const TWO_OVER_PI_WORDS = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb,
];

/** Beyond it k · HALF_PI_HIGH is no longer exact. */
const LARGE = 2 ** 20;

/** Where an angle lies: x = (quadrant + 4n) · π/2 + rest, |rest| ≤ π/4. */
interface Angle {
  readonly quadrant: number;
  readonly rest: number;
}

/** 24 bits of 2/π, from the one with the number `start`. */
function window(start: number): number {
  const word = Math.trunc(start / 24);
  const shift = start % 24;
  return ((TWO_OVER_PI_WORDS[word] << shift) & 0xffffff) | (TWO_OVER_PI_WORDS[word + 1] >>> (24 - shift));
}

/**
 * For float32 from 2^20 on: x = mantissa · 2^exponent with a mantissa of 24 bits. Bits of 2/π whose product is a
 * multiple of 4 are left out; 96 bits from there leave 70 exact bits behind the quadrant (Payne and Hanek).
 */
function reduceLarge(x: number): Angle {
  let mantissa = x;
  let exponent = 0;
  while (mantissa >= 2 ** 24) {
    mantissa = mantissa * 0.5;
    exponent++;
  }
  while (mantissa !== Math.trunc(mantissa)) {
    mantissa = mantissa * 2;
    exponent--;
  }
  const start = exponent > 2 ? exponent - 2 : 0;
  const words = [0, 0, 0, 0];
  let carry = 0;
  for (let i = 3; i >= 0; i--) {
    const product = mantissa * window(start + 24 * i) + carry;
    carry = Math.trunc(product / 2 ** 24);
    words[i] = product - carry * 2 ** 24;
  }
  // The product is (carry + 0.words) · scale; a carry stands for whole turns where bits were left out.
  const scale = 2 ** (exponent - start);
  const high = words[0] * 2 ** -24;
  const low = words[1] * 2 ** -48 + words[2] * 2 ** -72;
  const quarters = Math.trunc((carry + high) * scale + 0.5);
  const fraction = carry * scale - quarters + high * scale + low * scale;
  return { quadrant: quarters % 4, rest: fraction * 1.5707963267948966 };
}

function reduce(magnitude: number): Angle {
  if (magnitude >= LARGE) return reduceLarge(magnitude);
  const k = Math.trunc(magnitude * TWO_OVER_PI + 0.5);
  return { quadrant: k % 4, rest: magnitude - k * HALF_PI_HIGH - k * HALF_PI_LOW };
}

/** 1/(n·(n + 1)): from one term of a series to the next, the smallest term first. */
const SINE_STEPS = [16, 14, 12, 10, 8, 6, 4, 2].map((n) => 1 / (n * (n + 1)));
const COSINE_STEPS = [17, 15, 13, 11, 9, 7, 5, 3, 1].map((n) => 1 / (n * (n + 1)));

/** 1 − z·(s₁ − z·(s₂ − …)): Taylor's series of cos r, and of sin r / r, in z = r². */
function alternating(steps: readonly number[], square: number): number {
  let series = 1;
  for (const step of steps) series = 1 - series * step * square;
  return series;
}

/** On |r| ≤ π/4, up to r^17 and r^18. */
const sineSeries = (r: number): number => r * alternating(SINE_STEPS, r * r);
const cosineSeries = (r: number): number => alternating(COSINE_STEPS, r * r);

/** sin x in double for a float32 x, also a huge one; ±∞ gives NaN. */
export function sine(x: number): number {
  const magnitude = x < 0 ? -x : x;
  if (!(magnitude < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (magnitude < 2 ** -27) return x;
  const { quadrant, rest } = reduce(magnitude);
  const value = quadrant % 2 === 0 ? sineSeries(rest) : cosineSeries(rest);
  return quadrant >= 2 !== x < 0 ? -value : value;
}

/** cos x in double for a float32 x, also a huge one; ±∞ gives NaN. */
export function cosine(x: number): number {
  const magnitude = x < 0 ? -x : x;
  if (!(magnitude < Number.POSITIVE_INFINITY)) return Number.NaN;
  const { quadrant, rest } = reduce(magnitude);
  const value = quadrant % 2 === 0 ? cosineSeries(rest) : sineSeries(rest);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}

/** tan x = sin x / cos x. */
export function tangent(x: number): number {
  return sine(x) / cosine(x);
}
