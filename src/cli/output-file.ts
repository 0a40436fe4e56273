import { type BigIntStats, statSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../base/errors.js";
import { printable } from "../formats/onnx/printable.js";

/**
 * Refuses, before any work is done, an output file that could not be written or that would replace an input.
 * @param option the option that named it, for messages
 */
export function checkOutputFile(option: string, path: string, inputs: readonly string[]): void {
  const shown = `${option}: ${printable(path)}`;
  const found = stat(path);
  if (found === undefined) {
    const folder = stat(dirname(path));
    if (folder?.isDirectory()) return;
    const code = folder === undefined ? "ENOENT" : "ENOTDIR";
    throw new UserError(`${shown} cannot be written, its folder is not there (${code}); make the folder first`);
  }
  if (found.isDirectory()) throw new UserError(`${shown} is a folder, expected a file; name a file in it`);
  for (const input of inputs) {
    const other = stat(input);
    if (other?.ino === found.ino && other.dev === found.dev)
      throw new UserError(`${shown} is the input itself, which would be lost; name another file`);
  }
}

function stat(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
