import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../base/files/cache-folder.js";
import type { CompiledObject } from "./object-cache.js";

const BYTES_MAX = 2 ** 26;
const SUFFIX = ".o";
/** SHA-256 of the object, behind it in its file: what a full disk or a bad one left is not linked. */
const SUM_BYTES = 32;

/**
 * The object of a digest as an earlier process left it in the person's cache folder, else compiled and left there: what
 * clang takes seconds for. An object that the compiler warned of is compiled every time, so that it is told every time.
 * Where the folder cannot be used, everything is compiled.
 */
export async function storedObject(
  digest: string,
  compile: () => Promise<CompiledObject>,
  folder: string | undefined = cacheFolder("wasm"),
): Promise<CompiledObject> {
  if (folder === undefined) return compile();
  const path = join(folder, digest + SUFFIX);
  const stored = whole(await readFile(path).catch(() => undefined));
  if (stored !== undefined) {
    const now = new Date();
    await utimes(path, now, now).catch(() => {});
    return { bytes: stored, log: "" };
  }
  const object = await compile();
  if (object.log === "") await store(folder, path, object.bytes).catch(() => {});
  return object;
}

const sum = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** The object in a file, undefined where it is damaged. */
function whole(file: Buffer | undefined): Uint8Array | undefined {
  if (file === undefined || file.length <= SUM_BYTES) return undefined;
  const bytes = new Uint8Array(file.subarray(0, -SUM_BYTES));
  return sum(bytes).equals(file.subarray(-SUM_BYTES)) ? bytes : undefined;
}

async function store(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(temporary, [bytes, sum(bytes)]);
  await rename(temporary, path);
  const total = sizes.get(folder);
  if (total === undefined || total + bytes.length > BYTES_MAX) sizes.set(folder, await prune(folder));
  else sizes.set(folder, total + bytes.length);
}

/** Bytes in a folder when this process looked, and what it left there since: looking takes a while. */
const sizes = new Map<string, number>();

/** Removes the objects that were not used for longest, until the others take 64 MiB at most; what they take then. */
async function prune(folder: string): Promise<number> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name));
      return { name, mtimeMs, size };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= BYTES_MAX) break;
    await rm(join(folder, name), { force: true });
    total -= size;
  }
  return total;
}
