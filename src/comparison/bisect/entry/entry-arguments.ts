import type { Argument, BoardMemory, EntryStop, Place } from "../board-memory.js";
import { overlap } from "../overwritten.js";
import type { Runs } from "../runs.js";

/** What a call of the entry point was given that does not belong to it: one line, undefined where all does. */
export function argumentFault(runs: Runs, memory: BoardMemory, stop: EntryStop): string | undefined {
  const wrong = stop.arguments.filter(({ address, expected }) => address !== expected.address && expected.bytes > 0);
  if (wrong.length === 0) return undefined;
  const index = runs.expectedLayer(stop.id).index;
  const [first, second] = wrong;
  const swapped =
    second !== undefined && first!.address === second.expected.address && second.address === first!.expected.address;
  if (swapped)
    return `gives layer ${index} ${name(runs, first!.expected)} and ${name(runs, second.expected)} exchanged`;
  return `gives layer ${index} ${words(runs, memory, first!)}`;
}

function words(runs: Runs, memory: BoardMemory, { role, expected, address }: Argument): string {
  const verb = role === "output" ? "to write to" : "to read";
  const belongs = `where ${name(runs, expected)} belongs`;
  const given = { address, bytes: expected.bytes };
  const same = memory.places.find((place) => place.address === address && place.bytes > 0 && place.id !== expected.id);
  if (same !== undefined) return `${verb} the place of ${name(runs, same)}, ${belongs}`;
  const distance = address - expected.address;
  const near =
    Math.abs(distance) <= 65_536 ? `${Math.abs(distance)} bytes ${distance < 0 ? "before" : "behind"}` : "far from";
  const over = memory.places.find((place) => place.id !== expected.id && overlap(place, given) > 0);
  const shared = over ? `, which overlaps ${name(runs, over)} by ${overlap(over, given)} bytes` : "";
  return `${verb} an address ${near} that of ${name(runs, expected)}${shared}`;
}

/** A tensor or a constant, as a sentence names it. */
function name(runs: Runs, { id, constant }: Place): string {
  if (constant) return `constant ${id}`;
  const { index, op } = runs.expectedLayer(id);
  return op === "input" ? `input ${id}` : `the output of layer ${index}`;
}
