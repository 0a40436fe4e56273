import { type Int64Array, isFloat, isInt64 } from "./array.js";
import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * base^exponent in double, C's `pow` for float32 operands: e^(exponent · ln |base|), which is below 1e-13 off and so
 * rounds to the right float32 but in rare ties. 1 to any power and any base to the 0 are 1, NaN included; a negative
 * base has a real power for whole exponents only.
 */
export function realPower(base: number, exponent: number): number {
  if (base === 1 || exponent === 0) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  const magnitude = base < 0 ? -base : base;
  if (exponent === Number.POSITIVE_INFINITY || exponent === Number.NEGATIVE_INFINITY) {
    if (magnitude === 1) return 1;
    return magnitude > 1 === exponent > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const isWhole = exponent === Math.trunc(exponent);
  // From 2^24 on every float32 is even.
  const half = exponent * 0.5;
  const isOdd = isWhole && half !== Math.trunc(half);
  const isNegative = base < 0 || Object.is(base, -0);
  if (base < 0 && magnitude < Number.POSITIVE_INFINITY && !isWhole) return Number.NaN;
  let value: number;
  if (magnitude === 0) value = exponent > 0 ? 0 : Number.POSITIVE_INFINITY;
  else if (exponent === 2) value = magnitude * magnitude;
  else value = exponential(exponent * logarithm(magnitude));
  return isNegative && isOdd ? -value : value;
}

/** base^exponent in integers that wrap, by squaring; to a negative power 0, but for the bases 1 and −1 (and 0: 0). */
function integerPower(base: bigint, exponent: bigint, bits: number): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base !== -1n ? 0n : exponent % 2n === 0n ? 1n : -1n;
  let value = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) value = BigInt.asIntN(bits, value * square);
    square = BigInt.asIntN(bits, square * square);
  }
  return value;
}

/** `power`: left to the right-th with numpy broadcasting. */
export const power: Kernel = (inputs, _attributes, [result]) => {
  if (isInt64(result.data)) {
    inStrips<Int64Array>(inputs, result, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = integerPower(a[i], b[i], 64);
    });
  } else if (isFloat(result.data)) {
    inStrips(inputs, result, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = realPower(a[i], b[i]);
    });
  } else {
    inStrips(inputs, result, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = Number(integerPower(BigInt(a[i]), BigInt(b[i]), 32));
    });
  }
};
