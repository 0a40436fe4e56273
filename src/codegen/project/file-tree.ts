import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";

/** Contents by path, relative to a folder, with forward slashes. */
export type FileTree = ReadonlyMap<string, Uint8Array | string>;

/**
 * Reads all regular files below a folder, in alphabetical order; the links in it are not followed.
 * @throws UserError when it cannot be read.
 */
export function readTree(folder: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const visit = (inside: string): void => {
    const entries = readdirSync(join(folder, inside), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(folder, path)));
    }
  };
  try {
    visit("");
  } catch (error) {
    throw new UserError(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
  return files;
}

/** The tree with all paths moved below `folder`. */
export function below<T extends Uint8Array | string>(folder: string, files: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...files].map(([path, content]) => [`${folder}/${path}`, content]));
}
