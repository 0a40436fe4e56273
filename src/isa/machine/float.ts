const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * a·b + c of three float32, rounded once to float32. Law: the product of two float32 is exact in a double; the sum is
 * rounded to odd in a double (53 bits ≥ 24 + 2), so that rounding it to float32 is the rounding of the exact sum.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  if (!Number.isFinite(sum)) return Math.fround(sum);
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0) return Math.fround(sum);
  double[0] = sum;
  if ((words[0]! & 1) === 0) {
    const away = error > 0 === sum > 0;
    if (away) words[0]!++;
    else if (words[0]! === 0) {
      words[1]!--;
      words[0] = 0xffffffff;
    } else words[0]!--;
  }
  return Math.fround(double[0]!);
}

/** The integer nearest to a float, ties to even, as an int32: saturated; NaN gives the largest. */
export function nearestInt32(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  const rounded = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return toInt32(rounded);
}

/** An integer as an int32, saturated; NaN gives the largest. */
export function toInt32(value: number): number {
  if (!(value < 2 ** 31)) return 2 ** 31 - 1;
  return Math.max(value, -(2 ** 31));
}

const bits = new Int32Array(1);
const single = new Float32Array(bits.buffer);

/** The float32 that 32 bits stand for. */
export function floatOfBits(value: number): number {
  bits[0] = value;
  return single[0]!;
}

/** The 32 bits of a float32. */
export function bitsOfFloat(value: number): number {
  single[0] = value;
  return bits[0]!;
}
