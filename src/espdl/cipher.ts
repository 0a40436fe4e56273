import { createCipheriv } from "node:crypto";
import { COUNTER } from "./key.js";

/** AES-128 in counter mode: encrypts what is plain and decrypts what is encrypted. */
export function applyCipher(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-ctr", key, COUNTER);
  // A counter stream holds nothing back for a last block.
  return new Uint8Array(cipher.update(bytes));
}
