import { writeSync } from "node:fs";
import { MessageChannel, Worker } from "node:worker_threads";
import { oneLine } from "../base/errors.js";
import { readConnection } from "./connection.js";
import { startRuntime } from "./runtime/start.js";
import { type LanguageData, type ServerData, SHARED_WORDS } from "./threads.js";

/**
 * The kernel's process: this thread runs the cells, one worker serves the sockets, another is TypeScript. Node must be
 * started with the flags of `kernelArguments` (launch.ts).
 */
function main(args: readonly string[]): void {
  const connectionFile = args[args.indexOf("--connection_file") + 1] ?? "";
  readConnection(connectionFile);
  const shared = new SharedArrayBuffer(SHARED_WORDS * Int32Array.BYTES_PER_ELEMENT);
  const [server, language, input, load] = [0, 1, 2, 3].map(() => new MessageChannel()) as [
    MessageChannel,
    MessageChannel,
    MessageChannel,
    MessageChannel,
  ];
  const serverData: ServerData = {
    connectionFile,
    shared,
    main: server.port2,
    language: language.port1,
    input: input.port2,
  };
  const languageData: LanguageData = { server: language.port2, main: load.port2, folder: process.cwd() };
  start("./server/worker.js", serverData, [server.port2, language.port1, input.port2]);
  start("./language/worker.js", languageData, [language.port2, load.port2]);
  startRuntime({
    server: server.port1,
    language: load.port1,
    input: input.port1,
    words: new Int32Array(shared),
  });
}

function start(file: string, workerData: unknown, transferList: import("node:worker_threads").MessagePort[]): void {
  const worker = new Worker(new URL(file, import.meta.url), { workerData, transferList, stdout: false, stderr: false });
  worker.on("error", (error) => fail(error));
}

/** Without one of its threads a kernel cannot go on; Jupyter starts another. */
function fail(error: unknown): never {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeSync(2, `espdl-lab kernel: ${oneLine(text)}\n`);
  process.reallyExit(2);
}

declare global {
  namespace NodeJS {
    interface Process {
      reallyExit(code: number): never;
    }
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
