import type { MessagePort } from "node:worker_threads";
import { receiveMessageOnPort } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import type { LoadCalls } from "../language/worker.js";
import { connect } from "../remote.js";
import { type CommEvent, type FromMain, INPUT, INPUT_INTERRUPTED, INPUT_WAITING, type ToMain } from "../threads.js";
import { tolerateTermination } from "./async-hooks.js";
import { CellRunner } from "./cell-runner.js";
import { captureChildren } from "./child-output.js";
import { type Exports, Interrupted } from "./context.js";
import { captureDescriptors } from "./descriptors.js";
import { useLibraryDisplays } from "./display.js";
import { type Frontend, setFrontend } from "./frontend.js";
import { SharedMemory } from "./memory.js";
import { ModuleLoader } from "./module-loader.js";
import { origin } from "./origin.js";
import { exitProcess, guardProcess } from "./process.js";
import { hidePromiseIds } from "./promises.js";
import { installStackTraces } from "./stack-trace.js";
import { provideStdin } from "./stdin.js";
import { captureStreams } from "./streams.js";
import { provideTypeScriptWorkers } from "./typescript-workers.js";
import { watch } from "./watch.js";

/** The ports and memory by which the main thread is told what to run. */
export interface Ports {
  readonly server: MessagePort;
  readonly language: MessagePort;
  readonly input: MessagePort;
  readonly words: Int32Array;
}

/** Turns this thread into the one that runs the cells. */
export function startRuntime({ server, language, input, words }: Ports): void {
  const memory = new SharedMemory(words);
  const post = (message: FromMain) => {
    const run = origin();
    server.postMessage(run === undefined ? message : { ...message, run });
  };
  const runner = new CellRunner(server, memory);
  const { load } = connect<LoadCalls>(language, {});
  const frontend: Frontend = {
    post,
    input: (prompt) => ask(prompt, runner, memory, input, post),
    await: (pending) => runner.await(pending),
    comms: new Map(),
    targets: new Map(),
  };
  const context = {
    get epoch() {
      return memory.epoch;
    },
    resume<T>(epoch: number, value: T): T {
      memory.check(epoch);
      return value;
    },
    show: (value: unknown) => runner.show(value),
    watch: <T>(iterable: AsyncIterable<T> | Iterable<T>) => watch(memory, iterable),
  };
  setFrontend(frontend);
  captureStreams(post, memory);
  captureDescriptors();
  captureChildren();
  provideStdin(frontend.input);
  provideTypeScriptWorkers();
  hidePromiseIds();
  installStackTraces();
  guardProcess();
  const forgetCallbacks = tolerateTermination();
  const loader = new ModuleLoader(process.cwd(), { provideLab, load, context: () => context });
  runner.use(loader);

  let interrupted = 0;
  server.on("message", (message: ToMain) => {
    if (message.type === "run") void runner.run(message.id, message.cell, message.job);
    else if (message.type === "interrupt") {
      if (message.ticket > interrupted) {
        forgetCallbacks();
        runner.interrupt();
        interrupted = message.ticket;
      }
      runner.giveUpLost(message.run);
      post({ type: "interrupted", question: message.question });
    } else if (message.type === "forget") loader.forget(message.cells);
    else if (message.type === "comm") deliver(frontend, message.event);
    else exitProcess(0);
  });
}

async function provideLab(): Promise<Exports> {
  const lab = await import("./lab-with-bars.js");
  if (!Object.hasOwn(globalThis, "lab")) {
    Object.defineProperty(globalThis, "lab", { value: lab, configurable: true, writable: true });
    useLibraryDisplays((await import("../../presentation/display/mime-bundle.js")).cellOutputs);
  }
  return lab;
}

function deliver({ comms, targets, post }: Frontend, event: CommEvent): void {
  const receiver = event.kind === "comm_open" ? targets.get(event.target ?? "") : comms.get(event.comm);
  if (receiver !== undefined) receiver(event);
  else if (event.kind === "comm_open") post({ type: "comm", event: { ...event, kind: "comm_close", data: {} } });
}

function ask(
  prompt: string,
  runner: CellRunner,
  { words }: SharedMemory,
  answers: MessagePort,
  post: (message: FromMain) => void,
): string {
  if (runner.job?.allowStdin !== true)
    throw new UserError("lab.input: nobody can answer here; run the notebook in JupyterLab or VS Code");
  Atomics.store(words, INPUT, INPUT_WAITING);
  post({ type: "input", prompt, password: false });
  Atomics.wait(words, INPUT, INPUT_WAITING);
  if (Atomics.load(words, INPUT) === INPUT_INTERRUPTED) throw new Interrupted();
  return String((receiveMessageOnPort(answers)?.message as { value?: unknown })?.value ?? "");
}
