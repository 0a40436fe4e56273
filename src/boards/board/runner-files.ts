import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../../base/package-folder.js";

/** Folder of the debug runner's C sources. */
export function runnerFolder(): string {
  return packageFolder("templates", "board");
}

/** The runner's C files for a kind of board, relative to {@link runnerFolder}: the shared ones and its port. */
export async function runnerSources(port: "wasm" | "host" | "qemu"): Promise<string[]> {
  const sources = (files: string[]): string[] => files.filter((file) => /\.[cS]$/.test(file)).sort();
  const shared = sources(await readdir(runnerFolder()));
  const own = sources(await readdir(join(runnerFolder(), port)));
  return [...shared, ...own.map((file) => `${port}/${file}`)];
}
