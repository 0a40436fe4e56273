import { UserError } from "../../../base/errors.js";
import { toBytes } from "../../../base/tensor/dtype.js";
import { isReshape } from "../../../ir/graph/operators/table.js";
import type { EntryStop } from "../board-memory.js";
import { layerOf } from "../overwritten.js";
import type { Runs } from "../runs.js";
import { argumentFault } from "./entry-arguments.js";
import { orderFault } from "./entry-order.js";

export interface EntryFault {
  /** One line that goes on "the entry point …". */
  readonly text: string;
  /** Whether the entry point was seen to do something else; false where a layer may be wrong now and then. */
  readonly isSeen: boolean;
}

/**
 * What the entry point does otherwise than the calls that are made one by one, which are right: runs it stopped before
 * each call, and looks at what the call is given and at every tensor that is still to be read.
 * @returns undefined where nobody could look
 */
export async function entryFault(runs: Runs): Promise<EntryFault | undefined> {
  const { memory } = runs.suspect;
  if (memory === undefined) return undefined;
  const made: number[] = [];
  let seen: string | undefined;
  let before: EntryStop | undefined;
  const look = new Live(runs);
  try {
    for await (const stop of memory.entryStops()) {
      made.push(runs.expectedLayer(stop.id).index);
      seen ??= argumentFault(runs, memory, stop) ?? (await look.at(before, stop));
      before = stop;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await runs.suspect.restart?.();
    const last = made.at(-1);
    if (seen !== undefined) return { text: seen, isSeen: !look.isDoubtful };
    return last === undefined ? undefined : { text: `does not come back from layer ${last}`, isSeen: false };
  }
  const order = orderFault(runs, made);
  if (order !== undefined) return { text: order, isSeen: true };
  const text = seen ?? (await look.end(before));
  return { text, isSeen: !look.isDoubtful };
}

/** The tensors that were right when they were made. */
class Live {
  /** Whether what was found may be a layer's that is wrong now and then. */
  isDoubtful = false;
  private readonly right = new Set<string>();

  constructor(private readonly runs: Runs) {}

  /** Between two calls: what the first made, and what is still to be read. */
  async at(before: EntryStop | undefined, next: EntryStop): Promise<string | undefined> {
    const { runs } = this;
    const { calls } = runs;
    const ran = before === undefined ? undefined : runs.expectedLayer(before.id).index;
    const coming = runs.expectedLayer(next.id).index;
    for (const id of this.right) {
      const isRead = calls.readersOf(id).some(({ index }) => index >= coming);
      if (!isRead) this.right.delete(id);
      else if (!(await this.holds(id)))
        return `finds ${layerOf(runs, id)} changed while layer ${ran} runs, before it is read`;
    }
    if (before === undefined) return this.inputs(next);
    return this.made(before);
  }

  /** Behind the last call. */
  async end(last: EntryStop | undefined): Promise<string> {
    const fault = last && (await this.made(last));
    this.isDoubtful = true;
    return (
      fault ?? "is right when it is stopped before each call: what is wrong depends on time (DMA, interrupt, a task)"
    );
  }

  private async made({ id: first }: EntryStop): Promise<string | undefined> {
    const { calls } = this.runs;
    const call = calls.of(first);
    for (const id of calls.outputsOf(call)) {
      if (await this.holds(id)) {
        this.add(id);
        continue;
      }
      this.isDoubtful = true;
      return `gets other bytes from layer ${call.index} than the call alone makes of the same inputs`;
    }
    return undefined;
  }

  /** A reshape is a call without a function: its output is there with its input. */
  private add(id: string): void {
    const { calls } = this.runs;
    this.right.add(id);
    for (const reader of calls.readersOf(id))
      if (isReshape(reader.op)) for (const made of calls.outputsOf(reader)) this.add(made);
  }

  /** The model's inputs, which the entry point may have changed before its first call. */
  private async inputs({ arguments: given }: EntryStop): Promise<string | undefined> {
    for (const { role, expected } of given) {
      if (role !== "input" || this.runs.expectedLayer(expected.id).op !== "input") continue;
      if (!(await this.holds(expected.id))) return `changes input ${expected.id} before its first call`;
    }
    return undefined;
  }

  private async holds(id: string): Promise<boolean> {
    const { tensor } = this.runs.expectedLayer(id);
    return this.runs.suspect.memory!.holds(id, toBytes(tensor.data));
  }
}
