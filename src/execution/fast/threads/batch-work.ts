import type { Tensor } from "../../../base/tensor/tensor.js";
import type { BatchValues, Executor } from "../executor.js";
import { helpers } from "./helpers.js";
import type { Job } from "./messages.js";

/** Milliseconds of computing after which other threads are called: more than it takes to start one and to load a program into it. */
const WORTH = 800;

type Batch = readonly ReadonlyMap<string, Tensor>[];
type Values = BatchValues | undefined;

let jobs = 0;

/** One program's batches, run by this thread and, once it has worked for a while, by others as well. */
export class BatchWork {
  private readonly number = jobs++;
  private spent = 0;
  private hasHelp = false;

  constructor(
    readonly executor: Executor,
    private readonly job: Job,
    private readonly threads: number,
  ) {}

  /** @returns one result a batch, as `Executor.run` gives it; the integers do not depend on which thread ran what. */
  async run(batches: readonly Batch[]): Promise<Values[]> {
    const results: Values[] = [];
    const left: number[] = [];
    const given: Promise<void>[] = [];
    let next = 0;
    const give = async (run: ReturnType<ReturnType<typeof helpers>[number]["run"]>, i: number): Promise<void> => {
      const found = await run;
      if (found === undefined) left.push(i);
      else results[i] = found.values;
    };
    while (next < batches.length) {
      for (const helper of this.help())
        while (next < batches.length - 1 && helper.takes(this.number, this.job))
          given.push(give(helper.run(this.number, batches[next]!), next++));
      results[next] = await this.own(batches[next]!);
      next++;
    }
    await Promise.all(given);
    for (const i of left) results[i] = await this.own(batches[i]!);
    return results;
  }

  async close(): Promise<void> {
    if (this.hasHelp) for (const helper of helpers(this.threads - 1)) helper.close(this.number);
    await this.executor.close();
  }

  private async own(batch: Batch): Promise<Values> {
    const start = performance.now();
    const values = await this.executor.run(batch);
    this.spent += performance.now() - start;
    return values;
  }

  private help(): ReturnType<typeof helpers> {
    if (this.threads < 2 || this.spent < WORTH) return [];
    this.hasHelp = true;
    return helpers(this.threads - 1);
  }
}
