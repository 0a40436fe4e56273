/** Characters of a message. */
const MESSAGE_MAX = 400;

/**
 * A mistake in what the user gave us, told in one line: which node, which rule, what was found, what was expected,
 * what to do next. The command line prints the message alone and exits with 2; anything else thrown is our own bug.
 */
export class UserError extends Error {
  override name = "UserError";

  constructor(message: string) {
    super(cut(oneLine(message)));
  }
}

/** A message that something out of a file made longer than anybody reads loses its middle: its end is the remedy. */
function cut(message: string): string {
  if (message.length <= MESSAGE_MAX) return message;
  const tail = MESSAGE_MAX / 2;
  return `${message.slice(0, MESSAGE_MAX - tail - 1)}…${message.slice(-tail)}`;
}

/**
 * Text that may hold names out of a file, made safe for a terminal and for one line: control, bidirectional and
 * line-breaking characters are escaped.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
