import type { Program } from "../../ir/graph/program.js";
import { ALIGNMENT, overlapInTime } from "./interval.js";
import { bytesOf } from "./lifetimes.js";
import type { ArenaBuffer, MemoryPlan } from "./plan.js";

/**
 * Checks a plan against its program from scratch: aligned, inside the arena, large enough, live from the call that
 * writes to the last that reads, and no two buffers of the same time on the same bytes.
 * @throws Error naming what is wrong: a bug of the planner, not of the model.
 */
export function checkPlan(program: Program, plan: MemoryPlan): void {
  plan.buffers.forEach((buffer, i) => {
    checkBounds(buffer, plan.arenaBytes);
    for (const other of plan.buffers.slice(i + 1)) checkApart(buffer, other);
  });
  for (const layer of program.layers) {
    layer.types.forEach((type, output) => {
      checkHeld(plan, layer.index, output, layer.index, bytesOf(type));
    });
    if (layer.kind !== "call") continue;
    for (const { layer: from, output } of layer.inputs) checkHeld(plan, from, output, layer.index, 0);
  }
  if (plan.arenaBytes < plan.lowerBound) throw new Error("the arena is smaller than its lower bound");
}

function checkBounds({ offset, bytes }: ArenaBuffer, arenaBytes: number): void {
  if (offset % ALIGNMENT !== 0) throw new Error(`offset ${offset} is not a multiple of ${ALIGNMENT}`);
  if (offset < 0 || offset + bytes > arenaBytes) {
    throw new Error(`bytes ${offset}…${offset + bytes} are outside of the arena of ${arenaBytes}`);
  }
}

function checkApart(a: ArenaBuffer, b: ArenaBuffer): void {
  const share = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
  if (share && overlapInTime(a, b)) {
    throw new Error(`the buffers at ${a.offset} and ${b.offset} are live at once and overlap`);
  }
}

function checkHeld(plan: MemoryPlan, layer: number, output: number, at: number, bytes: number): void {
  const place = plan.places[layer]?.[output];
  if (place === undefined) throw new Error(`result ${layer}:${output} has no place`);
  if (place.kind !== "arena") return;
  const buffer = plan.buffers[place.buffer] as ArenaBuffer;
  if (at < buffer.first || at > buffer.last || buffer.bytes < bytes) {
    throw new Error(`result ${layer}:${output} is not held at layer ${at}`);
  }
}
