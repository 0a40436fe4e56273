import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../base/package-folder.js";
import type { Program } from "../../ir/graph/program.js";

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

/** `espdl`: with the operators of today's ESP-DL besides those that both flows have. */
export type KernelSet = "tvm" | "espdl";

export function kernelSetOf(program: Program): KernelSet {
  return program.layers.some((layer) => layer.kind === "call" && layer.op.startsWith("espdl.")) ? "espdl" : "tvm";
}

/** The portable kernels of this package. */
export function kernelFiles(set: KernelSet): KernelFiles {
  const root = packageFolder("kernels-ref");
  const read = (folder: string, keep: (name: string) => boolean): KernelFile[] =>
    readdirSync(folder)
      .filter(keep)
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  const shared = join(root, "c");
  const isC = (name: string): boolean => name.endsWith(".c");
  const today = read(join(root, "espdl"), isC).map(({ name, text }) => ({ name: `espdl-${name}`, text }));
  return {
    headers: read(shared, (name) => /^espdl_.*\.h$/.test(name)),
    sources: [...read(root, isC), ...(set === "espdl" ? today : [])],
    accelerated: read(shared, (name) => name.startsWith("esp_kernel.")),
  };
}
