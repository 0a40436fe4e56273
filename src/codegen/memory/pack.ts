import { branchAndBound } from "./branch-and-bound.js";
import { firstFit, type Packing } from "./first-fit.js";
import { greedyOrders } from "./greedy-orders.js";
import { hillClimb } from "./hill-climb.js";
import type { Interval } from "./interval.js";
import { lowerBound, timeline } from "./timeline.js";

/** Counted, not timed: the plan must not depend on how busy the machine is. Steps of a search times intervals. */
const EXACT_WORK = 3_000_000;
const CLIMB_WORK = 120_000;

/** Offsets of intervals in one arena, aligned, with the size of the arena and the size below which none can be. */
export interface ArenaLayout extends Packing {
  readonly lowerBound: number;
}

/**
 * Packs intervals so that those that are live together do not overlap: the best of several greedy orders, then an exact
 * search and a hill climb as long as the lower bound is not reached. Deterministic.
 */
export function packArena(intervals: readonly Interval[]): ArenaLayout {
  const line = timeline(intervals);
  const bound = lowerBound(line);
  let best: Packing = { offsets: new Int32Array(0), bytes: intervals.length > 0 ? Infinity : 0 };
  let start = new Int32Array(0);
  for (const order of greedyOrders(line)) {
    const packing = firstFit(line, order);
    if (packing.bytes >= best.bytes) continue;
    best = packing;
    start = order as Int32Array<ArrayBuffer>;
  }
  if (best.bytes > bound) best = branchAndBound(line, best, bound, EXACT_WORK / intervals.length);
  if (best.bytes > bound) {
    const climbed = hillClimb(line, start, bound, CLIMB_WORK / intervals.length);
    if (climbed.bytes < best.bytes) best = climbed;
  }
  return { ...best, lowerBound: bound };
}
