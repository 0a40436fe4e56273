import { gather } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import { preimage } from "./preimage.js";
import { ofChannel, type ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

/** Channels, and elements of each, that a search by taps is made for. */
const CHANNELS = 4;
const SAMPLE = 400;

/** A single weight of few channels that is another: from the error over what its tap sees. */
export function oneWeight(seen: ProductRuns): Solution[] {
  const { runs, product, wrongChannels } = seen;
  if (wrongChannels.length > CHANNELS) return [];
  const found: { channel: number; tap: number; from: number; to: number }[] = [];
  for (const channel of wrongChannels) {
    const weight = search(seen, channel);
    if (weight === undefined) return [];
    found.push({ channel, ...weight });
  }
  const length = product.taps.rows.length / seen.channels;
  const words = found.map(({ channel, tap, from, to }) => {
    const own = product.taps.rows[channel * length + tap]!;
    const bits = (own ^ from) & 255;
    const one = from === to && (bits & (bits - 1)) === 0 ? ` (one bit: 0x${bits.toString(16)})` : "";
    return `weight ${place(seen, tap)} of channel ${channel} is ${from === to ? from : `${from} … ${to}`} instead of ${own}${one}`;
  });
  return [
    {
      family: "one-weight",
      cause: found.map(({ channel, tap }) => `${channel}.${tap}`).join(" "),
      text: words.join("; "),
      look: "the constant's bytes on the board: flash, the copy to RAM, what writes over it",
      bits: found.length * (8 + Math.log2(product.taps.rows.length)),
      predict: (run) => {
        const at = runs.all.indexOf(run);
        const values = Float64Array.from(runs.expected[at]!);
        const patch = new Int16Array(length);
        for (const { channel, tap, from } of found) {
          const by = from - product.taps.rows[channel * length + tap]!;
          const acc = new Int32Array(seen.pixels);
          for (let pixel = 0; pixel < seen.pixels; pixel++) {
            gather(seen.taps[at]!, pixel, firstInput(seen, channel), patch);
            acc[pixel] = seen.accumulators[at]![pixel * seen.channels + channel]! + by * patch[tap]!;
          }
          const results = finishAll(acc, ofChannel(product.finish, channel));
          for (let pixel = 0; pixel < seen.pixels; pixel++) values[pixel * seen.channels + channel] = results[pixel]!;
        }
        return { values };
      },
    },
  ];
}

/** First input channel that an output channel's group sees. */
export function firstInput({ product }: ProductRuns, channel: number): number {
  const { groupInputs, groupOutputs } = product.taps.geometry;
  return Math.floor(channel / groupOutputs) * groupInputs;
}

/** The words for a tap: `[row 0, column 2, input 5]`. */
export function place({ product }: ProductRuns, tap: number): string {
  const { groupInputs, kernelWidth, kernelHeight } = product.taps.geometry;
  const parts: string[] = [];
  if (kernelHeight > 1) parts.push(`row ${Math.floor(tap / (groupInputs * kernelWidth))}`);
  if (kernelWidth > 1) parts.push(`column ${Math.floor(tap / groupInputs) % kernelWidth}`);
  if (groupInputs > 1) parts.push(`input ${tap % groupInputs}`);
  return `[${parts.join(", ")}]`;
}

function search(seen: ProductRuns, channel: number): { tap: number; from: number; to: number } | undefined {
  const { runs, product, channels, pixels } = seen;
  const length = product.taps.rows.length / channels;
  const finish = ofChannel(product.finish, channel);
  const samples = choose(seen, channel);
  const patch = new Int16Array(length);
  const bounds = new Int32Array(samples.length * 2);
  const patches = new Int16Array(samples.length * length);
  for (const [k, sample] of samples.entries()) {
    const run = Math.floor(sample / pixels);
    const i = (sample % pixels) * channels + channel;
    gather(seen.taps[run]!, sample % pixels, firstInput(seen, channel), patch);
    patches.set(patch, k * length);
    const sum = seen.accumulators[run]![i]!;
    const [low, high] = preimage(runs.found[run]![i]!, finish);
    bounds[2 * k] = Math.max(low - sum, -(2 ** 30));
    bounds[2 * k + 1] = Math.min(high - sum, 2 ** 30);
  }
  for (let tap = 0; tap < length; tap++) {
    const own = product.taps.rows[channel * length + tap]!;
    let [low, high] = [-128 - own, 127 - own];
    for (let k = 0; k < samples.length && low <= high; k++) {
      const x = patches[k * length + tap]!;
      const [from, to] = [bounds[2 * k]!, bounds[2 * k + 1]!];
      if (x === 0) {
        if (from > 0 || to < 0) high = low - 1;
      } else if (x > 0) {
        low = Math.max(low, Math.ceil(from / x));
        high = Math.min(high, Math.floor(to / x));
      } else {
        low = Math.max(low, Math.ceil(to / x));
        high = Math.min(high, Math.floor(from / x));
      }
    }
    if (low <= high && (low > 0 || high < 0)) return { tap, from: own + low, to: own + high };
  }
  return undefined;
}

/** Elements of a channel, all runs counted on: the wrong ones first. */
function choose({ runs, channels, pixels }: ProductRuns, channel: number): number[] {
  const [wrong, right]: [number[], number[]] = [[], []];
  for (const [run, values] of runs.found.entries()) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const i = pixel * channels + channel;
      (values[i] === runs.expected[run]![i] ? right : wrong).push(run * pixels + pixel);
    }
  }
  const spread = (list: number[]): number[] =>
    list.filter((_, k) => k % Math.max(1, Math.floor(list.length / SAMPLE)) === 0);
  return [...spread(wrong), ...spread(right)];
}
