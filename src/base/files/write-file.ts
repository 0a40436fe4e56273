import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../errors.js";
import { recover, temporaryPath } from "./temporary.js";

/** Links that lead to links: more than this is a circle. */
const MAX_LINKS = 40;

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, then renamed. A link stays a link and its
 * target is written; mode and owner of a file that is replaced stay; a character device is written to.
 * @throws UserError when the folder does not exist or cannot be written, or the path is a folder, pipe, socket or block
 * device; nothing is left behind.
 */
export function writeFileAtomically(path: string, content: Uint8Array | string): void {
  const target = linkTarget(path);
  const there = statSync(target, { throwIfNoEntry: false });
  if (there?.isCharacterDevice()) {
    attempt(path, () => writeFileSync(target, content, { flag: "r+" }));
    return;
  }
  if (there !== undefined && !there.isFile()) {
    throw new UserError(`${path}: cannot be written: it is ${kindOf(there)}; name a file`);
  }
  const temporary = temporaryPath(target, "new");
  attempt(path, () => {
    try {
      recover(target);
      writeFileSync(temporary, content, { flag: "wx" });
      if (there !== undefined) keepRights(temporary, there);
      renameSync(temporary, target);
    } catch (error) {
      if (existsSync(temporary)) rmSync(temporary);
      throw error;
    }
  });
}

/** Where a chain of links ends, whether or not something is there. */
function linkTarget(path: string): string {
  let target = resolve(path);
  for (let links = 0; lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links === MAX_LINKS) throw new UserError(`${path}: cannot be written: its links lead in a circle; name a file`);
    target = resolve(dirname(target), readlinkSync(target));
  }
  return target;
}

function keepRights(file: string, { mode, uid, gid }: Stats): void {
  const own = statSync(file);
  // The owner first: changing it clears bits of the mode. Only root can give files away.
  if ((own.uid !== uid || own.gid !== gid) && process.getuid?.() === 0) chownSync(file, uid, gid);
  chmodSync(file, mode & 0o7777);
}

function kindOf(there: Stats): string {
  if (there.isDirectory()) return "a folder";
  if (there.isFIFO()) return "a pipe";
  return there.isSocket() ? "a socket" : "a block device";
}

function attempt(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UserError(
      `${path}: cannot be written (${(error as NodeJS.ErrnoException).code}); check that the folder exists and has room`,
    );
  }
}
