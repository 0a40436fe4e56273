import type { Argument, BoardMemory, EntryStop, Place } from "../board-memory.js";
import { overlap } from "../overwritten.js";
import type { Runs } from "../runs.js";

/** An address that is this far off was not meant for the tensor. */
const NEAR = 65_536;

/** What a call of the entry point was given that does not belong to it: one line, undefined where all does. */
export function argumentFault(runs: Runs, memory: BoardMemory, stop: EntryStop): string | undefined {
  const wrong = stop.arguments.filter(({ address, expected }) => address !== expected.address && expected.bytes > 0);
  const [first, second] = wrong;
  if (first === undefined) return undefined;
  const layer = `layer ${runs.expectedLayer(stop.id).index}`;
  const swapped =
    second !== undefined && first.address === second.expected.address && second.address === first.expected.address;
  if (swapped) return `hands ${layer} ${runs.nameOf(first.expected)} and ${runs.nameOf(second.expected)} exchanged`;
  return otherPlace(runs, memory, layer, first) ?? movedPlace(runs, memory, layer, first);
}

/** The whole of another tensor or constant. */
function otherPlace(runs: Runs, memory: BoardMemory, layer: string, { role, expected, address }: Argument) {
  const other = memory.places.find(
    (place) => place.address === address && place.bytes >= expected.bytes && place.constant === expected.constant,
  );
  if (other === undefined) return undefined;
  if (role === "output") return `lets ${layer} write to the place of ${runs.nameOf(other)}, not to its own`;
  return `hands ${layer} ${runs.nameOf(other)} where ${runs.nameOf(expected)} belongs`;
}

function movedPlace(runs: Runs, memory: BoardMemory, layer: string, { role, expected, address }: Argument): string {
  const distance = address - expected.address;
  const far = Math.abs(distance) > NEAR;
  const where = far ? "far from" : `${Math.abs(distance)} bytes ${distance < 0 ? "before" : "behind"}`;
  const given: Place = { ...expected, address };
  const others = memory.places.filter((place) => place.id !== expected.id && overlap(place, given) > 0);
  const [over] = others.filter((place) => overlap(place, expected) === 0);
  const shared = over ? `, over ${runs.nameOf(over)} (${overlap(over, given)} bytes in common)` : "";
  if (role === "output") return `lets ${layer} write ${where} its place${shared}`;
  return `lets ${layer} read ${where} ${runs.nameOf(expected)}`;
}
