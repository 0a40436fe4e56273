import { inspect } from "node:util";
import { UserError } from "../../base/errors.js";
import type { Failure } from "../threads.js";

/**
 * Whatever was thrown, as the protocol shows it: name, message, and the stack with causes and own properties. An error of
 * the person's is told in its one line.
 */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) {
    const shown = text(thrown);
    return { ename: "Thrown", evalue: shown, traceback: [`Thrown: ${shown}`] };
  }
  if (thrown instanceof UserError)
    return { ename: thrown.name, evalue: thrown.message, traceback: [`${thrown.name}: ${thrown.message}`] };
  return { ename: String(thrown.name), evalue: String(thrown.message), traceback: text(thrown).split("\n") };
}

function text(value: unknown): string {
  try {
    return inspect(value);
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? error.message : "its inspection failed"}]`;
  }
}
