import { fileURLToPath } from "node:url";
import { FILES } from "./language/library.js";

/** Name under which Jupyter knows the kernel. */
export const KERNEL_NAME = "espdl-lab";

/** From this version on Node hides its account of async hooks, which async-hooks.ts looks at, unless it is told not to. */
const HIDING = 24;

/**
 * Command line of the kernel's process. Terminating JavaScript in the middle leaves Node's stack of async hooks uneven,
 * which it must not check; the experimental warning would be the first line of a cell's output.
 */
export function kernelArguments(connectionFile: string): string[] {
  return [
    process.execPath,
    "--no-force-async-hooks-checks",
    "--disable-warning=ExperimentalWarning",
    `--conditions=${FILES}`,
    ...(Number.parseInt(process.versions.node, 10) >= HIDING
      ? ["--expose-internals", "--disable-warning=internal/test/binding"]
      : []),
    fileURLToPath(new URL("./main.js", import.meta.url)),
    "--connection_file",
    connectionFile,
  ];
}

/** What `kernel.json` holds. */
export function kernelSpec() {
  return {
    argv: kernelArguments("{connection_file}"),
    display_name: "TypeScript (espdl-lab)",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.4",
    metadata: { debugger: false },
  };
}
