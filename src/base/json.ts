import { readFileSync } from "node:fs";
import type * as v from "valibot";
import { UserError } from "./errors.js";
import { parseJson } from "./json-text.js";

/**
 * Reads a JSON file from outside and holds it against a schema.
 * @param remedy what the person does about a file that is not as expected, such as "export the project again"
 * @throws UserError in one line: the place in the file, what was expected, what was found
 */
export function readJson<T>(schema: v.GenericSchema<unknown, T>, path: string, remedy: string): T {
  return parseJson(schema, readText(path, remedy), path, remedy);
}

/** The text of a file from outside. @throws UserError with `remedy` when it cannot be read */
export function readText(path: string, remedy: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); ${remedy}`);
  }
}
