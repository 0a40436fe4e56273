import { FinishSteps, finishAll } from "../product/finish.js";
import { indexMapWords } from "../words/index-map.js";
import { ofChannel, type ProductRuns } from "./product-runs.js";
import { within } from "./runs.js";
import type { Solution } from "./solution.js";

/** Output channels that count with the weights of others, their bias and shift being their own. */
export const rowMap = (seen: ProductRuns): Solution[] => mapped(seen, false);

/** The same where some of the weights lie beyond the table. */
export const rowMapBeyond = (seen: ProductRuns): Solution[] => mapped(seen, true);

function mapped(seen: ProductRuns, canBeBeyond: boolean): Solution[] {
  const { runs, product, channels, pixels, wrongChannels, accumulators } = seen;
  const { groupOutputs } = product.taps.geometry;
  // The sums of another group are of other inputs.
  if (groupOutputs !== channels || channels < 2) return [];
  const marks = runs.where.closure;
  const made = (run: number, channel: number, from: number): Int8Array => {
    const acc = new Int32Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel++) acc[pixel] = accumulators[run]![pixel * channels + from]!;
    return finishAll(acc, ofChannel(product.finish, channel));
  };
  const steps = new FinishSteps(product.finish);
  const { bias, shift } = product.finish;
  const fits = (channel: number, from: number): boolean =>
    runs.found.every((found, run) => {
      const sums = accumulators[run]!;
      for (let pixel = 0, i = channel; pixel < pixels; pixel++, i += channels) {
        if (marks[i] === 0) continue;
        if (steps.one(sums[pixel * channels + from]!, bias[channel]!, shift[channel]!) !== found[i]) return false;
      }
      return true;
    });
  const sources = new Array<number | undefined>(channels).fill(undefined);
  for (const channel of wrongChannels) {
    let from: number | undefined;
    for (let by = 1; by < channels && from === undefined; by++)
      from = [channel - by, channel + by].find((c) => c >= 0 && c < channels && fits(channel, c));
    if (from !== undefined) sources[channel] = from;
  }
  const lost = wrongChannels.filter((channel) => sources[channel] === undefined);
  const known = wrongChannels.filter((channel) => sources[channel] !== undefined);
  // What lies beyond the table is not known: where all others are as far off, it is read from there.
  const by = sources[known[0] ?? 0]! - (known[0] ?? 0);
  const isBeyond = lost.every((channel) => channel + by < 0 || channel + by >= channels);
  if (known.length === 0 || (lost.length > 0 && !canBeBeyond)) return [];
  if (lost.length > 0 && !(isBeyond && known.every((c) => sources[c] === c + by))) return [];
  const words = indexMapWords("output channel", sources) ?? listed(sources);
  const beyond =
    lost.length === 0 ? "" : ` (channel${lost.length > 1 ? "s" : ""} ${lost.join(", ")} from beyond the table)`;
  const pixelWords = runs.where.text.split(" of ").filter((part) => /row|column/.test(part));
  return [
    {
      ...{ family: "weights", cause: `rows: ${words}`, bits: 12 },
      text: `in the weights ${words}: the weights' pointer is at another channel${beyond}${within(pixelWords.join(" of "))}`,
      look: "the weights' pointer of the call, and how the kernel advances it from channel to channel and block to block",
      predict: (run) => {
        const at = runs.all.indexOf(run);
        const values = Float64Array.from(runs.expected[at]!);
        const unknown = new Uint8Array(values.length);
        for (const channel of lost) for (let i = channel; i < values.length; i += channels) unknown[i] = marks[i]!;
        for (const channel of known) {
          const results = made(at, channel, sources[channel]!);
          for (let pixel = 0, i = channel; pixel < pixels; pixel++, i += channels)
            if (marks[i] === 1) values[i] = results[pixel]!;
        }
        return { values, ...(lost.length > 0 && { unknown }) };
      },
    },
  ];
}

function listed(sources: readonly (number | undefined)[]): string {
  const moved = sources.flatMap((from, c) => (from === undefined ? [] : [`output channel ${c} gets those of ${from}`]));
  return `${moved.slice(0, 4).join(", ")}${moved.length > 4 ? " …" : ""}`;
}
