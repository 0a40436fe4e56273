import { gather } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import { firstInput } from "./one-weight.js";
import { preimage } from "./preimage.js";
import { ofChannel, type ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

/** Weights of one sum, and sums of all runs, that are looked at. */
const LENGTH = 1200;
const SUMS = 400;
const SUMS_MAX = 1e6;

/** A stretch of a sum's weights, where they lie one behind the other, that is one byte throughout: a flash page, a table cut short. */
export function constantRange(seen: ProductRuns): Solution[] {
  const { runs, product, channels, wrongChannels, pixels } = seen;
  const { rows } = product.taps;
  const length = rows.length / channels;
  if (length < 4 || length * runs.all.length * pixels > SUMS_MAX || runs.all.length * pixels > SUMS) return [];
  for (const value of [-1, 0]) {
    const found = new Map<number, readonly [number, number]>();
    for (const channel of wrongChannels) {
      const range = search(seen, channel, value);
      if (range === undefined) break;
      found.set(channel, range);
    }
    if (found.size < wrongChannels.length) continue;
    const changed = rows.slice();
    for (const [channel, [from, to]] of found) changed.fill(value, channel * length + from, channel * length + to);
    const wrong = [...rows.keys()].filter((i) => rows[i] !== changed[i]);
    const [first, last] = [wrong[0]!, wrong.at(-1)!];
    const one = [...found].every(([channel, [from, to]]) => same(seen, channel, from, to, value, first, last));
    const places = one
      ? `bytes ${first}–${last} of the weights`
      : (everyChannel(found, length) ??
        `weights ${[...found]
          .slice(0, 3)
          .map(([channel, [from, to]]) => `${from}–${to - 1} of channel ${channel}`)
          .join(", ")}`);
    const words = value === -1 ? "−1 (bytes 0xFF: an erased flash page)" : "0: left out of the sum, or not there";
    return [
      {
        ...{ family: "weights", cause: `constant ${value} ${first}`, bits: 24 },
        text: `${places} (${wrong.length} of ${rows.length} differ) read as ${words}`,
        look: "the constant's bytes on the board",
        predict: (run) => {
          const at = runs.all.indexOf(run);
          const values = Float64Array.from(runs.expected[at]!);
          const patch = new Int16Array(length);
          for (const channel of found.keys())
            for (let pixel = 0; pixel < pixels; pixel++) {
              gather(seen.taps[at]!, pixel, firstInput(seen, channel), patch);
              let sum = 0;
              for (let i = 0; i < length; i++) sum += patch[i]! * changed[channel * length + i]!;
              values[pixel * channels + channel] = finishAll(
                Int32Array.of(sum),
                ofChannel(product.finish, channel),
              )[0]!;
            }
          return { values };
        },
      },
    ];
  }
  return [];
}

/** The same stretch of each channel; undefined where they differ. */
function everyChannel(found: ReadonlyMap<number, readonly [number, number]>, length: number): string | undefined {
  const [[from, to]] = found.values() as unknown as [readonly [number, number]];
  if (found.size < 2 || ![...found.values()].every(([start, end]) => start === from && end === to)) return undefined;
  const tail = to === length ? `: the last ${to - from} of ${length}` : "";
  return `weights ${from}–${to - 1} of each of ${found.size} output channels${tail}`;
}

/** Whether a channel's stretch is what one stretch of the whole constant leaves of it. */
function same(
  { product, channels }: ProductRuns,
  channel: number,
  from: number,
  to: number,
  value: number,
  first: number,
  last: number,
): boolean {
  const { rows } = product.taps;
  const length = rows.length / channels;
  for (let i = 0; i < length; i++) {
    const at = channel * length + i;
    const inside = at >= first && at <= last;
    if (inside !== (i >= from && i < to) && rows[at] !== value) return false;
  }
  return true;
}

/** The shortest stretch [from, to) of one channel whose weights as `value` put every sum within its bounds. */
function search(seen: ProductRuns, channel: number, value: number): readonly [number, number] | undefined {
  const { runs, product, channels, pixels } = seen;
  const { rows } = product.taps;
  const length = rows.length / channels;
  const finish = ofChannel(product.finish, channel);
  const count = runs.all.length * pixels;
  const sums = new Float64Array(count * (length + 1));
  const [low, high] = [new Float64Array(count), new Float64Array(count)];
  const patch = new Int16Array(length);
  for (let k = 0; k < count; k++) {
    const [run, pixel] = [Math.floor(k / pixels), k % pixels];
    gather(seen.taps[run]!, pixel, firstInput(seen, channel), patch);
    const at = k * (length + 1);
    for (let i = 0; i < length; i++)
      sums[at + i + 1] = sums[at + i]! + patch[i]! * (value - rows[channel * length + i]!);
    const acc = seen.accumulators[run]![pixel * channels + channel]!;
    const [from, to] = preimage(runs.found[run]![pixel * channels + channel]!, finish);
    [low[k], high[k]] = [from - acc, to - acc];
  }
  // Runs that bound a sum tightly first: most stretches fall at once.
  const order = [...low.keys()].sort((a, b) => high[a]! - low[a]! - (high[b]! - low[b]!));
  for (let size = 1; size <= length; size++)
    for (let from = 0; from + size <= length; from++) {
      // A long sum's ends only.
      if (length > LENGTH && from > 0 && from + size < length) continue;
      const holds = order.every((k) => {
        const by = sums[k * (length + 1) + from + size]! - sums[k * (length + 1) + from]!;
        return by >= low[k]! && by <= high[k]!;
      });
      if (holds) return [from, from + size];
    }
  return undefined;
}
