import { UserError } from "../base/errors.js";

/** An int64 of the file as a number. @throws UserError beyond ±(2^53 − 1), where a number would lose digits. */
export function safeInteger(value: bigint, where: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new UserError(`${where}: ${value} is out of range, expected an integer within ±2^53`);
  }
  return number;
}

/** The exponents of a tensor. @throws UserError beyond ±1023, where 2^exponent is no number. */
export function readExponents(values: readonly bigint[] | undefined, where: string): readonly number[] {
  return (values ?? []).map((value) => {
    if (value < -1023n || value > 1023n) {
      throw new UserError(`${where}: exponent ${value} is out of range, expected −1023 … 1023`);
    }
    return Number(value);
  });
}
