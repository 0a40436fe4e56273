import type { MessagePort } from "node:worker_threads";
import type { CompiledCell } from "../language/compiled.js";
import type { FromMain, Job, Outcome } from "../threads.js";
import { type Exports, Interrupted } from "./context.js";
import { type Display, displaysOf } from "./display.js";
import { failureOf } from "./failure.js";
import type { SharedMemory } from "./memory.js";
import type { ModuleLoader } from "./module-loader.js";
import { runAs } from "./origin.js";
import { DisplayHandle } from "./show.js";
import { Timer } from "./timer.js";

/** The cell that is running. */
interface Running {
  readonly id: number;
  readonly cell: CompiledCell;
  readonly job: Job;
  readonly pending: Promise<unknown>[];
  value?: string;
}

/** Runs one cell after the other. A cell that is interrupted is reported at once, even if its code never returns. */
export class CellRunner {
  readonly #post: (message: FromMain) => void;
  #loader!: ModuleLoader;
  #running: Running | undefined;
  /** The last run that the server knows to have ended. */
  #ended = 0;

  constructor(
    port: MessagePort,
    readonly memory: SharedMemory,
  ) {
    this.#post = (message) => port.postMessage(message);
  }

  use(loader: ModuleLoader): void {
    this.#loader = loader;
  }

  get job(): Job | undefined {
    return this.#running?.job;
  }

  async run(id: number, cell: CompiledCell, job: Job): Promise<void> {
    const running: Running = { id, cell, job, pending: [] };
    this.#running = running;
    const { epoch } = this.memory;
    try {
      const timer = job.timed ? new Timer() : undefined;
      await runAs(id, () => this.#loader.evaluate(cell.modules));
      for (let i = 0; i < running.pending.length; i++) await running.pending[i];
      if (timer !== undefined) this.#post({ type: "stream", name: "stdout", text: timer.text() });
      this.#finish(running);
    } catch (error) {
      // A program that the cell waited for was interrupted as well, and fails.
      this.#finish(running, this.memory.epoch === epoch ? error : new Interrupted());
    }
  }

  /** Ends the running cell as interrupted. */
  interrupt(): void {
    if (this.#running !== undefined) this.#finish(this.#running, new Interrupted());
  }

  /** Ends a run that was asked for and neither runs nor has ended: a termination hit what would have begun or ended it. */
  giveUpLost(run: number | undefined): void {
    if (run === undefined || run <= this.#ended || this.#running?.id === run) return;
    this.#done(run, { status: "error", initialized: [], failure: failureOf(new Interrupted()) });
  }

  /** Keeps the running cell open until the promise settles; a rejection is the cell's. */
  await(pending: Promise<unknown>): void {
    pending.catch(() => {});
    this.#running?.pending.push(pending);
  }

  /** The value of a cell's last expression. */
  show(value: unknown): void {
    const running = this.#running;
    if (running === undefined || running.job.result === "quiet") return;
    if ((value === undefined || value instanceof DisplayHandle) && running.job.result === "show") return;
    const found = displaysOf(value);
    if (found instanceof Promise) this.await(found.then((displays) => this.#show(running, displays)));
    else this.#show(running, found);
  }

  /** The last is the result of the cell. */
  #show(running: Running, displays: readonly Display[]): void {
    if (this.#running !== running) return;
    const { data, metadata } = displays.at(-1)!;
    if (running.job.result !== "capture")
      for (const { data, metadata } of displays.slice(0, -1))
        this.#post({ type: "publish", message: "display_data", content: JSON.stringify({ data, metadata }) });
    const shown = { data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
    if (running.job.result === "capture") running.value = `{"data":${shown.data},"metadata":${shown.metadata}}`;
    else this.#post({ type: "result", ...shown });
  }

  #finish(running: Running, ...thrown: unknown[]): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    const initialized = this.#initialized(running.cell);
    this.#loader.settle(running.cell.modules.at(-1)!, initialized);
    const outcome: Outcome =
      thrown.length > 0
        ? { status: "error", initialized, failure: failureOf(thrown[0]) }
        : { status: "ok", initialized, ...(running.value === undefined ? {} : { value: running.value }) };
    this.#done(running.id, outcome);
  }

  #done(id: number, outcome: Outcome): void {
    this.#post({ type: "done", id, outcome });
    this.#ended = id;
  }

  /** Variables that have a value: reading one that its statement never reached throws. */
  #initialized({ modules }: CompiledCell): string[] {
    const { id, bindings } = modules.at(-1)!;
    const exports: Exports | undefined = this.#loader.exports(id);
    return bindings.flatMap(({ name }) => {
      try {
        if (exports === undefined || !Object.hasOwn(exports, name)) return [];
        void exports[name];
        return [name];
      } catch {
        return [];
      }
    });
  }
}
