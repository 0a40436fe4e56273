import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Tree } from "@yowasp/clang";
import type { Firmware } from "./firmware.js";
import { runnerFolder } from "./runner-files.js";

/** Where the compiler in WebAssembly sees the two folders that it reads. */
export const PROJECT = "project";
export const RUNNER = "runner";

/** The C files and headers of a firmware and of the runner, as the compiler's file system. */
export async function wasmFiles(firmware: Firmware): Promise<Tree> {
  const folders = new Set([...firmware.includes, ...firmware.sources.map((file) => posix.dirname(file))]);
  const project: Tree = {};
  for (const folder of folders) await load(project, firmware.project, folder);
  const runner: Tree = {};
  for (const folder of [".", "wasm"]) await load(runner, runnerFolder(), folder);
  return { [PROJECT]: project, [RUNNER]: runner };
}

async function load(tree: Tree, root: string, folder: string): Promise<void> {
  let into = tree;
  for (const name of posix.normalize(folder).split("/")) {
    if (name === "." || name === "") continue;
    into = (into[name] ??= {}) as Tree;
  }
  for (const entry of await readdir(join(root, folder), { withFileTypes: true }))
    if (entry.isFile() && /\.(c|h|inc)$/.test(entry.name))
      into[entry.name] ??= await readFile(join(root, folder, entry.name));
}
