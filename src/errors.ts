/**
 * A mistake in what the user gave us, told in one line: which node, which rule, what was found, what was expected,
 * what to do next. The command line prints the message alone and exits with 2; anything else thrown is our own bug.
 */
export class UserError extends Error {
  override name = "UserError";
}
