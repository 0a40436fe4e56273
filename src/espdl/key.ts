import { UserError } from "../base/errors.js";

/** The first counter block, the same for every file: 10 11 … 1f. */
export const COUNTER = Uint8Array.from({ length: 16 }, (_, index) => 0x10 + index);

/**
 * A user's AES-128 key: 32 hexadecimal digits, or 16 bytes as esp-ppq prints them (`0x5a, 0x07, …`).
 * @throws UserError for anything else.
 */
export function parseKey(text: string): Uint8Array {
  const items = text.split(/[\s,:]+/).filter((item) => item !== "");
  const listed = items.length === 16 && items.every((item) => /^(0x)?[0-9a-f]{2}$/i.test(item));
  const digits = listed ? items.map((item) => item.slice(-2)).join("") : text.trim().replace(/^0x/i, "");
  if (!/^[0-9a-f]{32}$/i.test(digits)) {
    throw new UserError(
      `key: found ${digits.length} characters, expected 16 bytes as 32 hexadecimal digits (esp-ppq prints the key when it encrypts)`,
    );
  }
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
