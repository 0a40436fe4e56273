import type { MessagePort } from "node:worker_threads";
import type { CompiledCell } from "../language/compiled.js";
import type { FromMain, Job, Outcome } from "../threads.js";
import type { Header } from "../wire.js";

/** Runs whose requests are remembered for what they print late. */
const REMEMBERED = 4096;

/** The main thread as the server sees it: one cell runs at a time, and events come from it in order. */
export class MainThread {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #parents = new Map<number, Header>();
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

  /** The run that is asked for and has not ended. */
  get running(): number | undefined {
    return this.#waiting.keys().next().value;
  }

  /** The request that a run was asked for by; undefined for one that is long over. */
  parent(run: number | undefined): Header | undefined {
    return run === undefined ? undefined : this.#parents.get(run);
  }

  /** Lets the values of cells go of which no later cell sees a name. */
  forget(cells: readonly string[]): void {
    if (cells.length > 0) this.#port.postMessage({ type: "forget", cells });
  }

  /** @param parent the request that everything belongs to which the run prints, whenever it does */
  run(cell: CompiledCell, job: Job, parent: Header): Promise<Outcome> {
    const id = ++this.#runs;
    this.#parents.set(id, parent);
    this.#parents.delete(id - REMEMBERED);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.postMessage({ type: "run", id, cell, job });
    });
  }
}
