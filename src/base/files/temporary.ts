import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** `new`: being written, `old`: what it is about to replace. */
export type TemporaryKind = "new" | "old";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);
const HOST = digest(hostname());
const NAME = /^\.espdl-lab-([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-[0-9a-f]{8}\.(new|old)$/;

/**
 * A name beside `path` for what is not finished: short whatever the name is, and telling whose it is (a digest of the
 * name, the machine, the process), so that the next run can clear up after a process that was killed.
 */
export function temporaryPath(path: string, kind: TemporaryKind): string {
  const unique = randomBytes(4).toString("hex");
  return join(dirname(path), `.espdl-lab-${digest(basename(path))}-${HOST}-${process.pid}-${unique}.${kind}`);
}

/**
 * Clears up what killed processes of this machine left beside `path`: a folder that was moved aside and whose place is
 * empty goes back, everything else of theirs is removed.
 */
export function recover(path: string): void {
  const folder = dirname(path);
  const tag = digest(basename(path));
  const left = entries(folder)
    .map((name) => NAME.exec(name))
    .filter((match): match is RegExpExecArray => match !== null && match[1] === tag && match[2] === HOST)
    .filter(([, , , pid]) => !isAlive(Number(pid)));
  for (const [name, , , , kind] of left) {
    const file = join(folder, name);
    if (kind === "old" && !existsSync(path)) renameSync(file, path);
    else remove(file);
  }
}

/**
 * An empty folder in the system's folder for temporary files, for this user alone; who gets it removes it. What killed
 * processes left there is removed first.
 */
export function temporaryFolder(): string {
  const place = join(tmpdir(), "work");
  recover(place);
  const folder = temporaryPath(place, "new");
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** What is another user's stays. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
