import { toBytes } from "../../base/tensor/dtype.js";
import type { BoardMemory, Place } from "./board-memory.js";
import type { Runs } from "./runs.js";

/**
 * Why a layer that is right alone is wrong in the run, its inputs right when they were made: one of them may have been
 * changed before it was read. Runs the model once more, looking at the inputs behind each call.
 * @param id trace id of the layer's tensor
 * @returns one line, undefined where its inputs stayed as they were
 */
export async function overwritten(runs: Runs, id: string): Promise<string | undefined> {
  const { memory } = runs.suspect;
  if (memory === undefined) return undefined;
  const reader = runs.calls.of(id);
  const [own] = runs.calls.outputsOf(reader);
  const live = new Set<string>();
  for await (const made of memory.callStops()) {
    const call = runs.calls.of(made);
    for (const input of live) {
      if (await memory.holds(input, toBytes(runs.expectedLayer(input).tensor.data))) continue;
      if (made === own) break;
      return `${layerOf(runs, input)} is changed after it was made, while layer ${call.index} runs, before layer ${reader.index} reads it: ${why(memory, runs, input, made)}`;
    }
    if (made === own) return undefined;
    for (const output of runs.calls.outputsOf(call)) if (runs.inputsOf(id).includes(output)) live.add(output);
    if (call.index > reader.index) return undefined;
  }
  return undefined;
}

/** A layer's tensor, as a sentence names it. */
export function layerOf(runs: Runs, id: string): string {
  return `the output of layer ${runs.expectedLayer(id).index}`;
}

function why(memory: BoardMemory, runs: Runs, input: string, made: string): string {
  const find = (id: string): Place | undefined => memory.places.find((place) => !place.constant && place.id === id);
  const kept = find(input);
  const writers = runs.calls.outputsOf(runs.calls.of(made)).map(find);
  const over = writers.find((writer) => kept && writer && overlap(kept, writer) > 0);
  if (over === undefined && runs.inputsOf(made).includes(input))
    return "that layer reads it as well, so it may write into its own input";
  if (kept === undefined || over === undefined)
    return "that layer's own output lies elsewhere, so it, or something beside it (DMA, interrupt, stack), writes where it should not";
  return `its memory and that layer's output have ${overlap(kept, over)} bytes in common`;
}

/** Bytes that two address ranges have in common. */
export function overlap(a: Pick<Place, "address" | "bytes">, b: Pick<Place, "address" | "bytes">): number {
  const start = Math.max(a.address, b.address);
  const end = Math.min(a.address + a.bytes, b.address + b.bytes);
  return Math.max(0, end - start);
}
