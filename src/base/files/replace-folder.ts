import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { resolve, sep } from "node:path";
import { UserError } from "../errors.js";
import { recover, temporaryPath } from "./temporary.js";

/**
 * Writes a folder whole or not at all: `fill` gets an empty folder beside `path`, which is then renamed. What was at
 * `path` is moved aside in between; `recover` brings it back where a process dies between the two renames.
 * @param check looks at what is at `path` (its real path, or undefined where nothing or an empty folder is) and throws
 * unless it may be replaced
 * @throws UserError when the folder cannot be written or the process works inside it; nothing is changed then
 */
export function replaceFolder<Old>(
  path: string,
  check: (folder: string | undefined) => Old,
  fill: (folder: string, old: Old) => void,
): void {
  const target = recovered(path);
  const taken = existsSync(target) && !isEmptyFolder(target);
  if (isInside(process.cwd(), target)) {
    throw new UserError(`${path}: is the folder that you are in, which cannot be replaced; name another one`);
  }
  const old = check(taken ? target : undefined);
  const [temporary, aside] = [temporaryPath(target, "new"), temporaryPath(target, "old")];
  try {
    mkdirSync(temporary, { recursive: true });
    fill(temporary, old);
    if (taken) renameSync(target, aside);
    else if (existsSync(target)) rmdirSync(target);
    renameSync(temporary, target);
  } catch (error) {
    if (existsSync(aside) && !existsSync(target)) renameSync(aside, target);
    if (existsSync(temporary)) rmSync(temporary, { recursive: true });
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path}: cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); ` +
        "check that the folder above it can be written and has room",
    );
  }
  rmSync(aside, { recursive: true, force: true });
}

/** The real path of a folder, brought back first where a killed process had moved it aside. */
export function recovered(path: string): string {
  const at = resolve(path);
  recover(at);
  if (!existsSync(at)) return at;
  const target = realpathSync(at);
  if (target !== at) recover(target);
  return target;
}

const isEmptyFolder = (path: string): boolean => lstatSync(path).isDirectory() && readdirSync(path).length === 0;

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
