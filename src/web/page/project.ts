import type { FlashPart } from "../../boards/board/flash/esptool.js";
import { FLASHER_ARGS_FILE, flasherParts } from "../../boards/board/flash/flasher-args.js";

/** What a project's folder holds for a board: a module of WebAssembly, what a chip is flashed with. */
export interface BuiltProject {
  readonly code?: Uint8Array;
  readonly parts?: readonly FlashPart[];
}

const pathOf = (file: File): string => file.webkitRelativePath || file.name;

/**
 * Looks through an exported project's folder, or that of a build, for what can run.
 * @throws Error with one line where there is nothing, or a list of parts is wrong
 */
export async function builtProject(files: readonly File[]): Promise<BuiltProject> {
  const bytesOf = async (file: File | undefined) => file && new Uint8Array(await file.arrayBuffer());
  const module = files.find((file) => /(^|\/)firmware\.wasm$/.test(pathOf(file)));
  const list = files.find((file) => file.name === FLASHER_ARGS_FILE);
  if (module === undefined && list === undefined)
    throw new Error(
      `no firmware.wasm (espdl-lab build --board wasm) and no ${FLASHER_ARGS_FILE} (idf.py build) is in it; build the project first`,
    );
  const code = await bytesOf(module);
  const parts =
    list && (await flasherParts(await list.text(), pathOf(list), (path) => bytesOf(beside(files, list, path))));
  return { ...(code && { code }), ...(parts && { parts }) };
}

/** A file by its path from the folder that another one lies in. */
function beside(files: readonly File[], list: File, path: string): File | undefined {
  const folder = pathOf(list).slice(0, -list.name.length);
  return files.find((file) => pathOf(file) === folder + path.replaceAll("\\", "/"));
}
