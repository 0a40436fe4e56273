/**
 * A mistake in what the user gave us, told in one line: which node, which rule, what was found, what was expected,
 * what to do next. The command line prints the message alone and exits with 2; anything else thrown is our own bug.
 */
export class UserError extends Error {
  override name = "UserError";

  constructor(message: string) {
    super(oneLine(message));
  }
}

/**
 * Text that may hold names out of a file, made safe for a terminal and for one line: control, bidirectional and
 * line-breaking characters are escaped.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
