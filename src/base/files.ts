import { randomBytes } from "node:crypto";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "./errors.js";

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, then renamed.
 * @throws UserError when the folder does not exist or cannot be written; nothing is left behind.
 */
export function writeFileAtomically(path: string, content: Uint8Array | string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(temporary, content, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw new UserError(
      `${path}: cannot be written (${(error as NodeJS.ErrnoException).code}); check that the folder exists and has room`,
    );
  }
}
