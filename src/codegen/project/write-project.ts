import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../base/errors.js";
import { replaceFolder } from "../../base/files/replace-folder.js";
import type { FileTree } from "./file-tree.js";

/** Lists the files of a project that this program wrote, with their SHA-256: a folder without it is not ours. */
const MARKER = ".espdl-lab.json";
const FORMAT = "espdl-lab-project";
/** What a build leaves; made anew from the new files. */
const BUILD = "build";

type Hashes = Readonly<Record<string, string>>;

/**
 * Writes a project whole or not at all. A project of ours is replaced; files that were added to it (`sdkconfig`, sources)
 * are kept, except `build`.
 * @throws UserError when the folder is somebody else's or holds a file of ours that was edited; nothing is changed then.
 */
export function writeProject(folder: string, files: FileTree): void {
  replaceFolder(
    folder,
    (there) => (there === undefined ? undefined : { folder: there, hashes: inspect(there, folder) }),
    (temporary, old) => {
      if (old !== undefined) keepAdded(old.folder, temporary, old.hashes);
      const hashes: Record<string, string> = {};
      for (const [path, content] of files) {
        if (old !== undefined && !Object.hasOwn(old.hashes, path) && existsSync(join(folder, path))) {
          throw new UserError(
            `${join(folder, path)}: is not a file of ours but now has to be; rename it or export to another folder`,
          );
        }
        write(join(temporary, path), content);
        hashes[path] = sha256(content);
      }
      write(join(temporary, MARKER), `${JSON.stringify({ format: FORMAT, version: 1, files: hashes }, null, 2)}\n`);
    },
  );
}

/** What we wrote into the folder earlier. @throws UserError when it must stay as it is. */
function inspect(folder: string, name: string): Hashes {
  const hashes = lstatSync(folder).isDirectory() ? readMarker(join(folder, MARKER)) : undefined;
  if (hashes === undefined) {
    throw new UserError(
      `${name}: exists and was not made by espdl-lab; it is left as it is, choose another --out_path`,
    );
  }
  for (const [path, hash] of Object.entries(hashes)) {
    const file = join(folder, path);
    if (existsSync(file) && sha256(readFileSync(file)) !== hash) {
      throw new UserError(
        `${join(name, path)}: was edited since it was exported; move the folder away or choose another --out_path`,
      );
    }
  }
  return hashes;
}

/** The SHA-256 of every file of a project, by path, as they were exported; empty where the folder is not ours. */
export function readProjectSums(project: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(readMarker(join(project, MARKER)) ?? {}));
}

function readMarker(file: string): Hashes | undefined {
  try {
    const { format, version, files } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const entries = Object.entries(Object(files));
    const isOurs = format === FORMAT && version === 1 && entries.every(([, hash]) => typeof hash === "string");
    return isOurs ? Object.fromEntries(entries as [string, string][]) : undefined;
  } catch {
    return undefined;
  }
}

function keepAdded(from: string, to: string, ours: Hashes): void {
  const visit = (inside: string): void => {
    for (const entry of readdirSync(join(from, inside), { withFileTypes: true })) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (path === BUILD || path === MARKER || Object.hasOwn(ours, path)) continue;
      if (entry.isDirectory()) visit(path);
      else cpSync(join(from, path), join(to, path), { verbatimSymlinks: true });
    }
  };
  visit("");
}

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");
