import type { MessagePort } from "node:worker_threads";
import type { CompiledCell } from "../language/compiled.js";
import type { FromMain, Job, Outcome } from "../threads.js";

/** The main thread as the server sees it: one cell runs at a time, and events come from it in order. */
export class MainThread {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #runs = 0;

  /** @param handle told of everything but the end of a cell */
  constructor(port: MessagePort, handle: (event: Exclude<FromMain, { type: "done" }>) => void) {
    this.#port = port;
    port.on("message", (event: FromMain) => {
      if (event.type !== "done") return handle(event);
      this.#waiting.get(event.id)?.(event.outcome);
      this.#waiting.delete(event.id);
    });
  }

  /** Lets the values of cells go of which no later cell sees a name. */
  forget(cells: readonly string[]): void {
    if (cells.length > 0) this.#port.postMessage({ type: "forget", cells });
  }

  run(cell: CompiledCell, job: Job): Promise<Outcome> {
    const id = ++this.#runs;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.postMessage({ type: "run", id, cell, job });
    });
  }
}
