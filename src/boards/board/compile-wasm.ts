import { join } from "node:path";
import type { Tree } from "@yowasp/clang";
import type { Image, Progress } from "./board.js";
import { buildFolder, C_FLAGS, compileError, writeBuilt } from "./compile.js";
import type { Firmware } from "./firmware.js";
import { cachedObject } from "./object-cache.js";
import { loadSources, type Sources, unitDigest } from "./sources.js";
import { storedObject } from "./stored-object.js";

/** Bytes that a firmware may have altogether: far more than any chip, far less than the machine. */
const MEMORY_MAX = 2 ** 28;
const STACK_BYTES = 2 ** 18;
const OUTPUT = "firmware.wasm";
const OBJECT = "unit.o";
const FLAGS = [...C_FLAGS, "-O3", "-msimd128"];
/** First in memory, the stack cannot grow into data: it traps. */
const LINK_FLAGS = ["--gc-sections", "--stack-first", `-zstack-size=${STACK_BYTES}`, `--max-memory=${MEMORY_MAX}`];

/** Compiles and links the project and the runner with clang in WebAssembly. */
export async function compileWasm(board: string, firmware: Firmware, progress?: Progress): Promise<Image> {
  // 100 MB that nobody should load who does not compile.
  const clang = await import("@yowasp/clang");
  const { commands, Exit, runLLVM } = clang;
  await runLLVM(undefined, undefined, { fetchProgress: () => {} }); // else it prints how it loads itself
  const sources = await loadSources(firmware, "wasm");
  const folder = await buildFolder(firmware, board);
  const tree = asTree(sources);
  const includes = sources.includes.map((include) => `-I${include}`);
  const run = async (argumentList: string[], files: Tree, output: string) => {
    const decoder = new TextDecoder();
    let log = "";
    const stderr = (bytes: Uint8Array | null): void => {
      if (bytes) log += decoder.decode(bytes, { stream: true });
    };
    try {
      const made = await commands.clang(argumentList, files, { stdout: null, stderr, decodeASCII: false });
      return { bytes: made![output] as Uint8Array, log };
    } catch (error) {
      if (error instanceof Exit) throw await compileError(board, folder, log);
      throw error;
    }
  };
  const objects: Tree = {};
  let log = "";
  for (const [index, unit] of sources.units.entries()) {
    const digest = unitDigest(sources, unit, ["wasm", versionOf(clang), ...FLAGS]);
    const compile = () => run([...FLAGS, ...includes, "-c", unit, "-o", OBJECT], tree, OBJECT);
    const object = await cachedObject(digest, () => storedObject(digest, compile));
    objects[`${index}.o`] = object.bytes;
    log += object.log;
    progress?.(index + 1, sources.units.length);
  }
  const link = LINK_FLAGS.map((flag) => `-Wl,${flag}`);
  const linked = await run([...link, ...Object.keys(objects), "-o", OUTPUT], objects, OUTPUT);
  const path = join(folder, OUTPUT);
  await writeBuilt(path, linked.bytes);
  return { path, log: log + linked.log };
}

/** Its types do not tell of it. */
const versionOf = (clang: object): string => String((clang as { readonly version?: unknown }).version);

function asTree({ files }: Sources): Tree {
  // Without a prototype, a folder named __proto__ is a folder.
  const empty = (): Tree => Object.create(null);
  const tree = empty();
  for (const [path, bytes] of files) {
    const folders = path.split("/");
    const name = folders.pop()!;
    let into = tree;
    for (const folder of folders) into = (into[folder] ??= empty()) as Tree;
    into[name] = bytes;
  }
  return tree;
}
