import { itemSize, toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { type Runs, sameTensor } from "./runs.js";

/** Runs of a layer alone that tell how a board that does not repeat itself goes on. */
const LOOKS = 9;
/** What the memory of its outputs holds before each, so that what is not written is not taken for another result. */
const [FILL, OTHER] = [0xa5, 0x5a];
const PERIOD_MAX = 4;

/**
 * Whether a layer makes the same of the same, in runs of the model and alone. What it leaves as it found it is not held
 * against it.
 * @param id of a tensor that arrived wrong, its inputs right
 * @returns undefined where it repeats itself, else how it does not, one line
 */
export async function unsteady(runs: Runs, id: string): Promise<string | undefined> {
  const alone = await aloneRuns(runs, id, 2);
  const steady = sameTensor(alone[0]!, alone[1]!);
  if (steady && (runs.isAlike(id) || (await onlyUnwritten(runs, id, alone[0]!)))) return undefined;
  const more = await aloneRuns(runs, id, LOOKS - 2);
  const expected = runs.expectedLayer(id).tensor;
  // Never right, and the same each time alone: it reads memory that is not its own, which holds something else in a run.
  const always = [...runs.all(id).map(({ tensor }) => tensor), alone[0]!].every((made) => !sameTensor(made, expected));
  if (always && [...alone, ...more].every((made) => sameTensor(made, alone[0]!))) return undefined;
  return repetitionWords(runs, id, [...alone, ...more]);
}

async function aloneRuns(runs: Runs, id: string, count: number): Promise<Tensor[]> {
  const made: Tensor[] = [];
  for (let i = 0; i < count; i++) made.push((await runs.suspect.runLayer(id, runs.feedsOf(id), FILL)).get(id)!);
  return made;
}

/** Whether all that differs from run to run is memory that the layer does not write. */
async function onlyUnwritten(runs: Runs, id: string, filled: Tensor): Promise<boolean> {
  const other = (await runs.suspect.runLayer(id, runs.feedsOf(id), OTHER)).get(id)!;
  const size = itemSize(filled.dtype);
  const [one, two] = [toBytes(filled.data), toBytes(other.data)];
  const [first, ...others] = runs.all(id).map(({ tensor }) => toBytes(tensor.data));
  const unwritten = (i: number): boolean => {
    const start = i - (i % size);
    return [...one.subarray(start, start + size)].every((byte, at) => byte === FILL && two[start + at] === OTHER);
  };
  return others.every((bytes) => bytes.every((byte, i) => byte === first![i] || unwritten(i)));
}

/** How often it is wrong, in the order of the runs. */
function repetitionWords(runs: Runs, id: string, alone: readonly Tensor[]): string {
  const expected = runs.expectedLayer(id).tensor;
  const tensors = [...runs.all(id).map(({ tensor }) => tensor), ...alone];
  const wrong = tensors.map((tensor) => !sameTensor(tensor, expected));
  const bad = tensors.filter((_, i) => wrong[i]);
  const count = wrong.filter((is) => is).length;
  const places = new Set(bad.flatMap((tensor) => differing(tensor, expected)));
  const alike = bad.every((tensor) => sameTensor(tensor, bad[0]!));
  const bytes = alike ? "the same bytes each time" : `other bytes each time, ${places.size} places so far`;
  return `does not repeat itself on equal inputs: ${pattern(wrong, alone.length, count)}; ${bytes}`;
}

function pattern(wrong: readonly boolean[], alone: number, count: number): string {
  const of = `${wrong.length} runs`;
  if (count === wrong.length) return `wrong in all ${of}, but not in the same way`;
  if (wrong[0] && count === 1) return `wrong in the first run only, of ${of}`;
  const first = wrong.indexOf(true);
  if (first > 0 && count === wrong.length - first)
    return first === 1
      ? `right in the first run, wrong from the second on (${of})`
      : `right in the first ${first} runs, wrong from then on (${of})`;
  const tail = wrong.slice(-alone);
  for (let period = 2; period <= PERIOD_MAX; period++) {
    const once = tail.slice(0, period).filter((is) => is).length;
    const periodic = tail.every((is, i) => is === tail[i % period]);
    if (periodic && once > 0 && once < period) return `wrong in ${once} run${once > 1 ? "s" : ""} of ${period} (${of})`;
  }
  return `wrong in ${count} of ${of}, at random`;
}

function differing(a: Tensor, b: Tensor): number[] {
  const [left, right] = [toBytes(a.data), toBytes(b.data)];
  return [...left.keys()].filter((i) => left[i] !== right[i]).map((i) => Math.floor(i / itemSize(a.dtype)));
}
