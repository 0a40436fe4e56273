import * as v from "valibot";
import { oneLine, UserError } from "./errors.js";

/** Characters of a wrong value in a message. */
const FOUND = 80;

/**
 * Holds the text of a JSON file from outside against a schema.
 * @param path the file, for messages
 * @param remedy what the person does about a file that is not as expected, such as "export the project again"
 * @throws UserError in one line: the place in the file, what was expected, what was found
 */
export function parseJson<T>(schema: v.GenericSchema<unknown, T>, text: string, path: string, remedy: string): T {
  return checkJson(schema, parse(text, path, remedy), path, remedy);
}

/** Holds a value out of file `path` against a schema. @throws UserError as `parseJson` */
export function checkJson<T>(schema: v.GenericSchema<unknown, T>, value: unknown, path: string, remedy: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = oneLine(v.getDotPath(issue) ?? "the file").slice(0, FOUND);
  const found =
    issue.received === "undefined"
      ? "is missing"
      : `must be ${issue.expected ?? issue.message}, got ${oneLine(issue.received.slice(0, FOUND))}`;
  throw new UserError(`${path}: ${place} ${found}; ${remedy}`);
}

function parse(text: string, path: string, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${path}: is not JSON; ${remedy}`);
  }
}
