import { syncBuiltinESMExports } from "node:module";
import workers, { type WorkerOptions } from "node:worker_threads";

const REGISTER = new URL("./register-typescript.js", import.meta.url).href;

/** Lets cells start workers from TypeScript files, which Node runs of itself only since its version 22.18, and only in part. */
export function provideTypeScriptWorkers(): void {
  const NodeWorker = workers.Worker;
  class Worker extends NodeWorker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const typescript = options.eval !== true && /\.[mc]?tsx?$/.test(typeof file === "string" ? file : file.pathname);
      const execArgv = ["--disable-warning=ExperimentalWarning", "--import", REGISTER, ...(options.execArgv ?? [])];
      super(file, typescript ? { ...options, execArgv } : options);
    }
  }
  workers.Worker = Worker;
  syncBuiltinESMExports();
}
