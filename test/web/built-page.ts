import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const VITE_CONFIG = join(ROOT, "src/web/vite.config.ts");
/** What the page is made of. */
const SOURCES = ["src", "kernels-ref", "templates", "notebooks/models", "notebooks/data", "dist/src"];
const FILES = ["package-lock.json", "tsconfig.json"];
const PREFIX = "espdl-lab-page-";
/** After which a build that did not end is taken for dead, and a page that nobody opened for old, ms. */
const [DEAD, OLD] = [300_000, 86_400_000];

/**
 * The page, built once for what it is made of, in the system's temporary folder: the test files of a run, and later runs,
 * find it there.
 * @returns its folder
 */
export async function builtPage(): Promise<string> {
  const folder = join(tmpdir(), PREFIX + digest());
  const lock = `${folder}.lock`;
  for (;;) {
    if (existsSync(folder)) return folder;
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (ageOf(lock) > DEAD) rmSync(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
  try {
    if (existsSync(folder)) return folder;
    const outDir = `${folder}.new`;
    await build({ configFile: VITE_CONFIG, logLevel: "error", build: { outDir } });
    renameSync(outDir, folder);
    removeOld();
    return folder;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function digest(): string {
  const hash = createHash("sha256");
  const below = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const file of [...below, ...FILES]) {
    const stats = statSync(join(ROOT, file));
    if (stats.isFile()) hash.update(`${ROOT}${file} ${stats.size} ${stats.mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function removeOld(): void {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    if (name.startsWith(PREFIX) && ageOf(path) > OLD) rmSync(path, { recursive: true, force: true });
  }
}

const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
