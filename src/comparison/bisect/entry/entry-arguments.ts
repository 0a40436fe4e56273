import { isReshape } from "../../../ir/graph/operators/table.js";
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
  const at = runs.expectedLayer(stop.id).index;
  const places = inUse(runs, memory.places, at, first.role === "output" ? spanOf(runs, first.expected.id).to : at - 1);
  return otherPlace(runs, places, layer, first) ?? movedPlace(runs, places, layer, first);
}

/** What lies in memory from layer `at` to layer `until`: what is needed then first; of the rest what was made last. */
function inUse(runs: Runs, places: readonly Place[], at: number, until: number): Place[] {
  const known = new Set(runs.reference.layers.map(({ id }) => id));
  const named = places.filter(({ id, constant }) => constant || known.has(id));
  const spans = named.map((place) => {
    const { from, to } = place.constant ? FOREVER : spanOf(runs, place.id);
    return { place, from, rank: from > until ? 0 : to >= at ? 2 : 1 };
  });
  return spans.sort((a, b) => b.rank - a.rank || b.from - a.from).map(({ place }) => place);
}

const FOREVER = { from: -1, to: Number.POSITIVE_INFINITY };

/** From the layer that makes a tensor to the last that reads it; the model's outputs are needed to the end. */
function spanOf(runs: Runs, id: string): { from: number; to: number } {
  const { calls } = runs;
  const { op, index } = runs.expectedLayer(id);
  const from = op === "input" ? -1 : index;
  if (calls.outputs.includes(id)) return { from, to: Number.POSITIVE_INFINITY };
  const ends = calls
    .readersOf(id)
    .flatMap((reader) =>
      isReshape(reader.op) ? calls.outputsOf(reader).map((made) => spanOf(runs, made).to) : [reader.index],
    );
  return { from, to: Math.max(from, ...ends) };
}

/** The whole of another tensor or constant. */
function otherPlace(runs: Runs, places: readonly Place[], layer: string, { role, expected, address }: Argument) {
  const other = places.find(
    (place) => place.address === address && place.constant === expected.constant && place.id !== expected.id,
  );
  if (other === undefined) return undefined;
  if (role === "output") return `lets ${layer} write to the place of ${runs.nameOf(other)}, not to its own`;
  return `hands ${layer} ${runs.nameOf(other)} where ${runs.nameOf(expected)} belongs`;
}

function movedPlace(
  runs: Runs,
  places: readonly Place[],
  layer: string,
  { role, expected, address }: Argument,
): string {
  if (address === 0) return `hands ${layer} a null pointer instead of ${runs.nameOf(expected)}`;
  const distance = address - expected.address;
  const far = Math.abs(distance) > NEAR;
  const where = far ? "far from" : `${Math.abs(distance)} bytes ${distance < 0 ? "before" : "behind"}`;
  const given: Place = { ...expected, address };
  const others = places.filter((place) => place.id !== expected.id && overlap(place, given) > 0);
  const [over] = others.filter((place) => overlap(place, expected) === 0);
  const shared = over ? `, over ${runs.nameOf(over)} (${overlap(over, given)} bytes in common)` : "";
  if (role === "output") return `lets ${layer} write ${where} its place${shared}`;
  return `lets ${layer} read ${where} ${runs.nameOf(expected)}`;
}
