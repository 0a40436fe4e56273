import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../base/errors.js";
import { writeFileAtomically } from "../../base/files/write-file.js";

const BLOCK = 512;

/**
 * Refuses to replace a file that is not an archive in Model Library Format.
 * @throws UserError when there is such a file.
 */
export function checkModelArchive(path: string): void {
  if (!existsSync(path) || isModelArchive(readFileSync(path))) return;
  throw new UserError(`${path}: exists and is not a model library; it is left as it is, choose another --out_path`);
}

/** Writes the archive whole or not at all. @throws UserError when it cannot be written or would replace something else. */
export function writeModelArchive(path: string, archive: Uint8Array): void {
  checkModelArchive(path);
  writeFileAtomically(path, archive);
}

/** True for a tar archive with the `metadata.json` that every model library has. */
function isModelArchive(bytes: Uint8Array): boolean {
  const text = (from: number, length: number): string =>
    Buffer.from(bytes.subarray(from, from + length))
      .toString("latin1")
      .replace(/\0.*$/s, "");
  for (let at = 0; at + BLOCK <= bytes.length && text(at + 257, 5) === "ustar"; ) {
    if (/^(\.\/)?metadata\.json$/.test(text(at, 100))) return true;
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (!Number.isInteger(size)) return false;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return false;
}
