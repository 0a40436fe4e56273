import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../base/package-folder.js";

/** A C file of the portable kernels: its name and its text. */
export interface KernelFile {
  readonly name: string;
  readonly text: string;
}

export interface KernelFiles {
  /** The headers that generated code includes. */
  readonly headers: readonly KernelFile[];
  readonly sources: readonly KernelFile[];
  /** ESP-DL's two functions on the portable kernel: left out where Espressif's library is linked. */
  readonly accelerated: readonly KernelFile[];
}

/** The portable kernels of this package. */
export function kernelFiles(): KernelFiles {
  const root = packageFolder("kernels-ref");
  const read = (folder: string, keep: (name: string) => boolean): KernelFile[] =>
    readdirSync(folder)
      .filter(keep)
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  const shared = join(root, "c");
  return {
    headers: read(shared, (name) => /^espdl_.*\.h$/.test(name)),
    sources: read(root, (name) => name.endsWith(".c")),
    accelerated: read(shared, (name) => name.startsWith("esp_kernel.")),
  };
}
