import { statSync } from "node:fs";
import { LIBRARY_FOLDER } from "./library.js";

/** Whether it belongs to a package: such files do not change while a notebook is open. */
export function isInPackage(path: string): boolean {
  return path.includes("/node_modules/") || path.startsWith(LIBRARY_FOLDER);
}

/** Time and size of a file, as one word. */
export function fileVersion(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "0" : `${found.mtimeMs}:${found.size}`;
}
