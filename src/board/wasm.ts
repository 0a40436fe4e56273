import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.js";
import type { Board, Image } from "./board.js";
import { buildFolder, C_FLAGS, compileError } from "./compile.js";
import type { Firmware } from "./firmware.js";
import { runnerSources } from "./runner-files.js";
import { PROJECT, RUNNER, wasmFiles } from "./wasm-files.js";
import { WasmTransport } from "./wasm-transport.js";

const NAME = "wasm";
/** Bytes that a firmware may have altogether: far more than any chip, far less than the machine. */
const MEMORY_MAX = 2 ** 28;
const STACK_BYTES = 2 ** 18;
const OUTPUT = "firmware.wasm";

/** The same C as on a chip, compiled by clang in WebAssembly to WebAssembly; needs nothing installed. */
export const wasmBoard = (): Board => ({ name: NAME, build, flash: async () => {}, open });

async function build(firmware: Firmware): Promise<Image> {
  // 100 MB that nobody should load who does not compile.
  const { commands, Exit, runLLVM } = await import("@yowasp/clang");
  await runLLVM(undefined, undefined, { fetchProgress: () => {} }); // else it prints how it loads itself
  const folder = await buildFolder(firmware, NAME);
  const sources = [
    ...(await runnerSources("wasm")).map((file) => `${RUNNER}/${file}`),
    ...firmware.sources.map((file) => `${PROJECT}/${file}`),
  ];
  const includes = [RUNNER, ...firmware.includes.map((include) => `${PROJECT}/${include}`)];
  // First in memory, the stack cannot grow into data: it traps.
  const link = ["--stack-first", `-zstack-size=${STACK_BYTES}`, `--max-memory=${MEMORY_MAX}`];
  const flags = [...C_FLAGS, "-O3", "-msimd128", ...includes.map((include) => `-I${include}`)];
  let log = "";
  const decoder = new TextDecoder();
  const stderr = (bytes: Uint8Array | null): void => {
    if (bytes) log += decoder.decode(bytes, { stream: true });
  };
  try {
    const files = await commands.clang(
      [...flags, ...link.map((flag) => `-Wl,${flag}`), ...sources, "-o", OUTPUT],
      await wasmFiles(firmware),
      { stdout: null, stderr },
    );
    const path = join(folder, OUTPUT);
    await writeFile(path, files![OUTPUT] as Uint8Array);
    return { path, log };
  } catch (error) {
    if (error instanceof Exit) throw await compileError(NAME, folder, log);
    throw error;
  }
}

async function open({ path }: Image): Promise<WasmTransport> {
  const bytes = await readFile(path).catch(() => {
    throw new UserError(`board ${NAME}: ${path} is not there (build the project first)`);
  });
  return WasmTransport.start(bytes);
}
