import { UserError } from "../errors.js";
import type { Int64 } from "./schema.js";

const MAX_INT64 = 2 ** 63;

export function toBigInt({ low, high, unsigned }: Int64): bigint {
  return (BigInt(unsigned ? high >>> 0 : high) << 32n) | BigInt(low >>> 0);
}

/**
 * A 64-bit integer as a number. INT64_MAX and INT64_MIN, which exporters use for "to the end", become ±2^63; every
 * other value must be a safe integer.
 * @throws UserError naming `what` otherwise.
 */
export function toInteger(value: Int64, what: string): number {
  const number = value.high * 2 ** 32 + (value.low >>> 0);
  if (Number.isSafeInteger(number)) return number;
  const big = toBigInt(value);
  if (big === 2n ** 63n - 1n || big === -(2n ** 63n)) return number;
  throw new UserError(`${what}: integer ${big} is too large, expected at most 2^53-1; check that the file is whole`);
}

/** The inverse of `toInteger`, as protobufjs writes it: ±2^63 saturate. */
export function fromInteger(value: number): number | Int64 {
  if (value >= MAX_INT64) return { low: -1, high: 0x7fffffff, unsigned: false };
  if (value <= -MAX_INT64) return { low: 0, high: -0x80000000, unsigned: false };
  return value;
}
