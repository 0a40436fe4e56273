import { UserError } from "../../base/errors.js";
import type { Int64 } from "./protos.js";

const MAX_INT64 = 2 ** 63;

export function toBigInt({ low, high, unsigned }: Int64): bigint {
  return (BigInt(unsigned ? high >>> 0 : high) << 32n) | BigInt(low >>> 0);
}

/**
 * A 64-bit integer as a number.
 * @throws UserError naming `what` unless it is a safe integer.
 */
export function toInteger(value: Int64, what: string): number {
  const number = value.high * 2 ** 32 + (value.low >>> 0);
  if (Number.isSafeInteger(number)) return number;
  throw new UserError(
    `${what}: integer ${toBigInt(value)} is too large, expected at most 2^53-1; check that the file is whole`,
  );
}

/** An attribute's integer: INT64_MAX and INT64_MIN, which exporters use for "to the end", become ±2^63. */
export function toAttributeInteger(value: Int64, what: string): number {
  const big = toBigInt(value);
  return big === 2n ** 63n - 1n || big === -(2n ** 63n) ? Number(big) : toInteger(value, what);
}

/** The inverse of `toAttributeInteger`, as protobufjs writes it: ±2^63 saturate. */
export function fromAttributeInteger(value: number): number | Int64 {
  if (value >= MAX_INT64) return { low: -1, high: 0x7fffffff, unsigned: false };
  if (value <= -MAX_INT64) return { low: 0, high: -0x80000000, unsigned: false };
  return value;
}
