import { Worker } from "node:worker_threads";
import type { Tensor } from "../../../base/tensor/tensor.js";
import { BatchTensor } from "../batch.js";
import type { BatchValues } from "../executor.js";
import type { Answer, Job, Request } from "./messages.js";
import { compact, revived } from "./plain.js";

/** Batches that a thread has at once: one that runs and one that waits, so that it need not wait for whoever gives them. */
const MOST = 2;

/** A thread that runs batches. While it has nothing to do it keeps no process alive. */
export class Helper {
  // A stream of its own would hold the process from the first byte on that a preloaded module prints in it.
  private readonly worker = new Worker(new URL("./worker.js", import.meta.url));
  private readonly asked: ((answer: Answer) => void)[] = [];
  private readonly jobs = new Map<number, "opens" | "open" | "failed">();
  private isThere = true;

  constructor() {
    this.worker.unref();
    this.worker.on("message", (answer: Answer) => this.asked.shift()?.(answer));
    this.worker.on("error", () => this.leave());
    this.worker.on("exit", () => this.leave());
  }

  /** True when the thread takes another batch of this job; the first call has it opened. */
  takes(number: number, job: Job): boolean {
    const state = this.jobs.get(number);
    if (state === undefined && this.isThere) void this.open(number, job);
    return this.isThere && state === "open" && this.asked.length < MOST;
  }

  /** @returns undefined where the thread could not do it */
  async run(
    job: number,
    samples: readonly ReadonlyMap<string, Tensor>[],
  ): Promise<{ readonly values: BatchValues | undefined } | undefined> {
    const plain = samples.map((sample) => new Map(Array.from(sample, ([name, x]) => [name, compact(x)])));
    const answer = await this.ask({ kind: "run", job, samples: plain });
    if (answer.failed) return undefined;
    const values = Array.from(answer.values ?? [], ([key, tensors]) => {
      return [key, BatchTensor.ofSamples(tensors.map(revived))] as const;
    });
    return { values: answer.values && new Map(values) };
  }

  close(job: number): void {
    if (this.jobs.get(job) === "open") void this.ask({ kind: "close", job });
    this.jobs.delete(job);
  }

  private async open(number: number, work: Job): Promise<void> {
    this.jobs.set(number, "opens");
    const { failed } = await this.ask({ kind: "open", job: number, work });
    const isWanted = this.jobs.has(number);
    this.jobs.set(number, failed ? "failed" : "open");
    if (!isWanted) this.close(number);
  }

  private async ask(request: Request): Promise<Answer> {
    if (!this.isThere) return { failed: true };
    const answer = new Promise<Answer>((resolve) => this.asked.push(resolve));
    try {
      this.worker.postMessage(request);
    } catch {
      // What cannot be copied to another thread, a function that arithmetic tells of lanes.
      this.asked.pop();
      return { failed: true };
    }
    this.worker.ref();
    try {
      return await answer;
    } finally {
      if (this.asked.length === 0) this.worker.unref();
    }
  }

  private leave(): void {
    this.isThere = false;
    for (const tell of this.asked.splice(0)) tell({ failed: true });
  }
}
