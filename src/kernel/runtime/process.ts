import { inspect } from "node:util";
import { Interrupted } from "./context.js";

/** What `process.exit` throws in a notebook: the kernel goes on, and so do the variables. */
export class ProcessExit extends Error {
  override name = "ProcessExit";

  constructor(readonly code: unknown) {
    super(`process.exit(${code ?? ""}) ends the cell; the kernel goes on`);
  }
}

/** The real end of the process, which cells cannot reach. */
export const exitProcess: (code?: number) => never = process.exit.bind(process);

/** Keeps the kernel alive whatever a cell leaves behind: late errors are printed, exit and Ctrl-C are intercepted. */
export function guardProcess(): void {
  process.exit = (code) => {
    throw new ProcessExit(code);
  };
  const report = (what: string) => (error: unknown) => {
    if (error instanceof Interrupted) return;
    process.stderr.write(`${what}: ${inspect(error)}\n`);
  };
  process.on("uncaughtException", report("Uncaught after the cell ended"));
  process.on("unhandledRejection", report("Unhandled rejection"));
  process.on("SIGINT", () => {});
}
