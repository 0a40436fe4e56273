import type { BoardMemory, Place } from "../board-memory.js";
import { overlap } from "../overwritten.js";
import type { Runs } from "../runs.js";
import type { Fact } from "./fact.js";

/** A tensor of the arena as the memory plan has it. */
export interface Planned {
  /** Trace id. */
  readonly id: string;
  /** Tensors of one buffer share their bytes on purpose. */
  readonly buffer: number;
  /** Indices of the first and the last layer that need it. */
  readonly first: number;
  readonly last: number;
}

/** Tensors that the board keeps in the same bytes while both are needed, a line each. */
export function overlaps(runs: Runs, memory: BoardMemory, planned: readonly Planned[]): Fact[] {
  const places = new Map(memory.places.map((place) => [place.id, place]));
  const placed = planned.flatMap((tensor) => {
    const place = places.get(tensor.id);
    return place === undefined ? [] : [{ ...tensor, place }];
  });
  // Of two buffers the last tensor of the one and the first of the other.
  const facts = new Map<string, Fact>();
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) {
      const common = overlap(a.place, b.place);
      const [from, to] = [Math.max(a.first, b.first), Math.min(a.last, b.last)];
      if (common === 0 || a.buffer === b.buffer || from > to) continue;
      const while_ = from === to ? `layer ${from} needs both` : `layers ${from} to ${to} need both`;
      const key = `${a.buffer} ${b.buffer}`;
      const known = facts.get(key);
      if (known !== undefined && known.layers[0] === runs.calls.of(a.id).index) continue;
      facts.set(key, {
        layers: [...readersAndMaker(runs, a.id), ...readersAndMaker(runs, b.id)],
        text: `${name(runs, a.place)} and ${name(runs, b.place)} have ${common} bytes in common while ${while_}`,
      });
    }
  }
  return [...facts.values()];
}

const name = (runs: Runs, place: Place): string => runs.nameOf(place);

const readersAndMaker = ({ calls }: Runs, id: string): number[] => [
  calls.of(id).index,
  ...calls.readersOf(id).map(({ index }) => index),
];
