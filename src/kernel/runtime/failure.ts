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
  return {
    ename: String(thrown.name),
    evalue: withoutBoxes(String(thrown.message)),
    traceback: withoutBoxes(text(thrown)).split("\n"),
  };
}

/** Names variables as the person does: V8 tells of `(0 , f__box.value)` where a function called `f`. */
function withoutBoxes(message: string): string {
  return message
    .replace(/\(0 , ([\p{ID_Continue}$]+)__box_*\.value\)/gu, "$1")
    .replace(/__box_*(\.value)?(?![\p{ID_Continue}$])/gu, "");
}

function text(value: unknown): string {
  try {
    return inspect(value);
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? error.message : "its inspection failed"}]`;
  }
}
