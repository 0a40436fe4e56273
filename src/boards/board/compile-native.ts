import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../base/errors.js";
import { cacheFolder } from "../../base/files/cache-folder.js";
import type { Image, Progress } from "./board.js";
import { buildFolder, C_FLAGS, compileError, writeBuilt } from "./compile.js";
import type { Firmware } from "./firmware.js";
import { type CompiledObject, cachedObject } from "./object-cache.js";
import { loadSources, pathOf, unitDigest } from "./sources.js";
import { storedObject } from "./stored-object.js";

interface Toolchain {
  /** Of the board; also the folder in `build/`. */
  readonly board: string;
  readonly port: "host" | "qemu";
  readonly compiler: string;
  readonly flags: readonly string[];
  /** For linking alone. */
  readonly linkFlags: readonly string[];
  /** What to do when there is no such compiler. */
  readonly advice: string;
  readonly progress?: Progress;
}

/** Compiles and links the project and the runner with an installed compiler. */
export async function compileNative(firmware: Firmware, toolchain: Toolchain): Promise<Image> {
  const { board, compiler, flags, linkFlags } = toolchain;
  const sources = await loadSources(firmware, toolchain.port);
  const folder = await buildFolder(firmware, board);
  const compileFlags = [...C_FLAGS, ...flags];
  const run = (argumentList: readonly string[]): Promise<string> => runCompiler(toolchain, folder, argumentList);
  const includes = sources.includes.map((name) => `-I${pathOf(name, firmware)}`);
  const objects = sources.units.map((_, index) => join(folder, `${index}.o`));
  const version = await versionOf(compiler);
  const store = version === undefined ? undefined : cacheFolder("native");
  const logs: string[] = [];
  let done = 0;
  const compile = async (index: number): Promise<void> => {
    const unit = sources.units[index]!;
    const object = objects[index]!;
    const digest = unitDigest(sources, unit, [compiler, version ?? "", ...compileFlags]);
    const made = async (): Promise<CompiledObject> => {
      const log = await run([...compileFlags, ...includes, "-c", pathOf(unit, firmware), "-o", object]);
      return { bytes: await readFile(object), log };
    };
    const { bytes, log } = await cachedObject(digest, () =>
      store === undefined ? made() : storedObject(digest, made, store),
    );
    await writeBuilt(object, bytes);
    logs[index] = log;
    toolchain.progress?.(++done, objects.length);
  };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < objects.length) await compile(next++);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const path = join(folder, "firmware.elf");
  const linkLog = await run([...flags, ...linkFlags, ...objects, "-o", path]);
  return { path, log: logs.join("") + linkLog };
}

const versions = new Map<string, Promise<string | undefined>>();

/** What a compiler says that it is: another one makes other objects. Undefined where it does not say. */
function versionOf(compiler: string): Promise<string | undefined> {
  const known = versions.get(compiler);
  if (known !== undefined) return known;
  const version = promisify(execFile)(compiler, ["-v"]).then(
    ({ stdout, stderr }) => stdout + stderr,
    () => undefined,
  );
  versions.set(compiler, version);
  return version;
}

async function runCompiler({ board, compiler, advice }: Toolchain, folder: string, argumentList: readonly string[]) {
  try {
    return (await promisify(execFile)(compiler, argumentList, { maxBuffer: 2 ** 26 })).stderr;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new UserError(`board ${board}: ${compiler} not found (${advice})`);
    throw await compileError(board, folder, stderr || String(error));
  }
}
