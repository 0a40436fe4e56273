import { firstFit, type Packing } from "./first-fit.js";
import type { Timeline } from "./timeline.js";

/** A step that makes the arena larger is taken this often, to leave a local minimum. */
const UPHILL_SHARE = 1 / 16;

/** Reproducible random numbers below `limit`: xorshift32, seeded. */
function randomSource(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/**
 * Improves a packing order by moving an interval that touches the top of the arena in front of one that it conflicts
 * with. Stops after `steps`, or when `target` is reached. The same input gives the same result.
 */
export function hillClimb(line: Timeline, start: Int32Array, target: number, steps: number): Packing {
  const random = randomSource(0x9e3779b9);
  let order = start;
  let current = firstFit(line, order);
  let best = current;
  for (let step = 0; step < steps && best.bytes > target; step++) {
    const neighbour = moved(line, order, current, random);
    if (neighbour === undefined) break;
    const packing = firstFit(line, neighbour);
    if (packing.bytes <= current.bytes || random(1 / UPHILL_SHARE) === 0) {
      order = neighbour;
      current = packing;
    }
    if (packing.bytes < best.bytes) best = packing;
  }
  return best;
}

function moved(line: Timeline, order: Int32Array, packing: Packing, random: (limit: number) => number) {
  const { size, first, last } = line;
  const tops = order.filter((i) => packing.offsets[i]! + size[i]! === packing.bytes);
  const item = tops[random(tops.length)]!;
  const from = order.indexOf(item);
  const before = order.subarray(0, from).filter((i) => first[i]! <= last[item]! && first[item]! <= last[i]!);
  const target = before.length > 0 ? before[random(before.length)]! : order[random(order.length)]!;
  const to = order.indexOf(target);
  if (to === from) return order.length > 1 ? order.slice() : undefined;
  const rest = order.filter((i) => i !== item);
  const next = new Int32Array(order.length);
  const at = Math.min(to, from);
  next.set(rest.subarray(0, at));
  next[at] = item;
  next.set(rest.subarray(at), at + 1);
  return next;
}
