import { UserError } from "../base/errors.js";

/** Longest message: a damaged file may name things of any length. */
const MESSAGE_LENGTH = 400;

/** Runs `read`; its errors are about `file`, on one line, without control characters. */
export function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const line = error.message.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
    throw new UserError(`${file}: ${line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH)}…` : line}`);
  }
}
