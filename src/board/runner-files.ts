import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the debug runner's C sources: `templates/board` of this package, above the compiled file or its source. */
export function runnerFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "templates", "board");
}

/** The runner's C files for a kind of board, relative to {@link runnerFolder}: the shared ones and its port. */
export async function runnerSources(port: "wasm" | "host" | "qemu"): Promise<string[]> {
  const sources = (files: string[]): string[] => files.filter((file) => /\.[cS]$/.test(file)).sort();
  const shared = sources(await readdir(runnerFolder()));
  const own = sources(await readdir(join(runnerFolder(), port)));
  return [...shared, ...own.map((file) => `${port}/${file}`)];
}
