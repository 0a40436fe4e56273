import { finishAll } from "../product/finish.js";
import { indexSetWords } from "../words/index-set.js";
import { preimage } from "./preimage.js";
import { ofChannel, type ProductRuns } from "./product-runs.js";
import { whereOf } from "./runs.js";
import type { Solution } from "./solution.js";

/** Larger than any sum of a few runs. */
const LIMIT = 2 ** 29;
/** Pixels from which on a run says more than what its first sum begins with. */
const PIXELS = 4;
/** Bits that one unknown beginning is worth. */
const BEGINNING = 24;

/** One register: the elements that it sums, in their order. */
type Register = Int32Array;

/** Sums that are never set to 0, from run to run: each run begins with what the one before left, whatever that is. */
export function neverCleared(seen: ProductRuns): Solution[] {
  const { runs, channels, pixels, wrongChannels } = seen;
  if (pixels < PIXELS) return [];
  for (const lanes of new Set([channels, ...[4, 8, 16].filter((width) => width < channels)])) {
    const wanted = new Set(wrongChannels.map((channel) => channel % lanes));
    const registers = [...wanted].map((lane) => registerOf(channels, pixels, lane, lanes));
    const sums = beginnings(seen, registers);
    if (sums === undefined) continue;
    const shared = lanes < channels ? `, and from block of ${lanes} to block` : "";
    const where = indexSetWords("channel", wrongChannels, channels);
    return [
      {
        family: "accumulator",
        cause: `never ${where}`,
        look: "where the kernel sets its accumulators to 0: before every output channel of every pixel",
        bits: 12 + BEGINNING * registers.length * runs.all.length,
        text: `the accumulators are not set to 0 at all${where === "" ? whereOf(runs, runs.where.closure) : ` in ${where}`}: each sum goes on from that of the pixel before${shared}, and the first from the run before`,
        predict: (run) => {
          const at = runs.all.indexOf(run);
          const values = Float64Array.from(runs.expected[at]!);
          for (const [r, register] of registers.entries())
            for (const [k, i] of register.entries())
              values[i] = finishAll(Int32Array.of(sums[r]![at]![k]!), ofChannel(seen.product.finish, i % channels))[0]!;
          return { values };
        },
      },
    ];
  }
  return [];
}

/** The sums of each register in each run; undefined where one of them has no beginning. */
function beginnings(seen: ProductRuns, registers: readonly Register[]): Int32Array[][] | undefined {
  const all: Int32Array[][] = [];
  for (const register of registers) {
    const sums: Int32Array[] = [];
    for (let run = 0; run < seen.runs.all.length; run++) {
      const of = begun(seen, register, run);
      if (of === undefined) return undefined;
      sums.push(of);
    }
    all.push(sums);
  }
  return all;
}

function registerOf(channels: number, pixels: number, lane: number, lanes: number): Register {
  const elements: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = lane; channel < channels; channel += lanes) elements.push(pixel * channels + channel);
  return Int32Array.from(elements);
}

/** The sums that a register goes through in a run, from a beginning that gives every value; undefined where none does. */
function begun({ runs, product, accumulators, channels }: ProductRuns, register: Register, run: number) {
  let [low, high, total] = [-LIMIT, LIMIT, 0];
  const sums = new Int32Array(register.length);
  for (const [k, i] of register.entries()) {
    total += accumulators[run]![i]!;
    sums[k] = total;
    const [from, to] = preimage(runs.found[run]![i]!, finishOf(product, i % channels));
    low = Math.max(low, from - total);
    high = Math.min(high, to - total);
    if (low > high) return undefined;
  }
  return sums.map((sum) => sum + low);
}

const finishes = new WeakMap<object, Map<number, ReturnType<typeof ofChannel>>>();

/** One object a channel, by which what leads to its values is remembered. */
function finishOf({ finish }: ProductRuns["product"], channel: number): ReturnType<typeof ofChannel> {
  const known = finishes.get(finish) ?? new Map<number, ReturnType<typeof ofChannel>>();
  finishes.set(finish, known);
  const found = known.get(channel) ?? ofChannel(finish, channel);
  known.set(channel, found);
  return found;
}
