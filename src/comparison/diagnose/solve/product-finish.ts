import type { DiagnosisInput } from "../diagnosis.js";
import { finishAll } from "../product/finish.js";
import type { Finish, Product } from "../product/model.js";
import { type BiasRange, biasWords, OWN_WEIGHTS } from "../words/bias.js";
import { indexSetWords } from "../words/index-set.js";
import { finishWords } from "./finish-words.js";
import { type ChannelFinish, type ChannelSamples, fitAlike, fitEach, started } from "./fit-finish.js";
import { ofChannel, type ProductRuns, pairsOf } from "./product-runs.js";
import { whereOf, within } from "./runs.js";
import type { Solution } from "./solution.js";

/** Values of a channel from which on what makes them is known. */
const LEAST = 6;

/** The sums are right, what is made of them is not: shift, rounding, bias and limits of every channel, read off. */
export function productFinish(seen: ProductRuns): Solution[] {
  const { runs, product, wrongChannels } = seen;
  for (const marks of [runs.where.closure]) {
    const samples = wrongChannels.map(
      (channel): ChannelSamples => ({
        ...pairsOf(seen, channel, marks),
        law: ofChannel(product.finish, channel),
      }),
    );
    if (samples.some(({ acc }) => acc.length < LEAST)) return [];
    const solved = fitAlike(samples) ?? fitEach(samples);
    if (solved === undefined) continue;
    const fits = new Map(wrongChannels.map((channel, k) => [channel, solved[k]!]));
    const words = describe(fits, product, runs.input);
    if (words === undefined) continue;
    return [
      {
        ...words,
        text: `${words.text}${words.local ? within(pixelsOf(seen)) : whereOf(runs, marks)}`,
        bits: 6 + 8 * Math.min(fits.size, 4),
        predict: (run) => ({ values: made(seen, fits, marks, runs.all.indexOf(run)) }),
        measured: {
          figure: "bars",
          title: "bias, channel by channel",
          expected: [...product.finish.bias],
          found: Array.from(product.finish.bias, (own, channel) => fits.get(channel)?.finish.bias[0] ?? own),
        },
      },
    ];
  }
  return [];
}

function made(
  seen: ProductRuns,
  fits: ReadonlyMap<number, ChannelFinish>,
  marks: Uint8Array,
  at: number,
): Float64Array {
  const { runs, accumulators, channels, pixels } = seen;
  const values = Float64Array.from(runs.expected[at]!);
  for (const [channel, fit] of fits) {
    const acc = new Int32Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel++) acc[pixel] = accumulators[at]![pixel * channels + channel]!;
    const results = finishAll(started(acc, fit), fit.finish);
    for (let pixel = 0, i = channel; pixel < pixels; pixel++, i += channels)
      if (marks[i] === 1) values[i] = results[pixel]!;
  }
  return values;
}

interface Words {
  readonly family: string;
  readonly cause: string;
  readonly text: string;
  readonly look: string;
  /** Whether the words name the channels already. */
  readonly local: boolean;
}

function describe(
  fits: ReadonlyMap<number, ChannelFinish>,
  product: Product,
  input: DiagnosisInput,
): Words | undefined {
  const law = product.finish;
  const parts = new Set<string>();
  const biases: BiasRange[] = [];
  let shared: ReturnType<typeof finishWords> | undefined;
  for (const [channel, { finish, from, to }] of fits) {
    const words = finishWords(ofChannel(law, channel), finish);
    if (words !== undefined) {
      parts.add(words.text);
      shared ??= words;
    }
    const own = law.bias[channel]!;
    if (own < from || own > to) biases.push({ channel, from, to });
  }
  if (parts.size > 1) return biases.length > 0 ? undefined : shiftWords(fits, law);
  const begins = startWords(fits, law.bias.length);
  if (begins !== undefined && (biases.length > 0 || shared !== undefined)) return undefined;
  if (begins !== undefined) return begins;
  const bias = biases.length === 0 ? undefined : biasWords(biases, law.bias, otherBiases(input, product));
  const look = "the bias pointer of the call, the index it is read with, and where it is added";
  if (bias === undefined) return shared && { ...shared, text: [...parts].join("; "), local: false };
  if (shared === undefined) return { family: "bias", cause: bias.cause, text: bias.text, look, local: true };
  return { ...shared, text: `${[...parts].join("; ")}; and ${bias.text}`, local: true };
}

/** Every channel is shifted in its own way, and nothing else: whose shift it is, or the numbers. */
function shiftWords(fits: ReadonlyMap<number, ChannelFinish>, law: Finish): Words | undefined {
  const { shift } = law;
  const found = [...fits].map(([channel, { finish }]) => ({ channel, value: finish.shift[0]! }));
  const isShift = [...fits].every(
    ([channel, { finish }]) => finishWords({ ...ofChannel(law, channel), shift: finish.shift }, finish) === undefined,
  );
  if (!isShift) return undefined;
  const all = (from: (channel: number) => number): boolean =>
    [...shift.keys()].every((channel) => {
      const value = found.find((one) => one.channel === channel)?.value ?? shift[channel];
      return shift[from(channel)] === undefined || shift[from(channel)] === value;
    });
  const listed = found
    .slice(0, 4)
    .map(({ channel, value }) => `channel ${channel} by ${value} instead of ${shift[channel]}`);
  const words = (cause: string, text: string): Words => ({
    ...{ family: "shift", cause, text, local: true },
    look: "the table of shifts: its address, and the index it is read with",
  });
  for (const block of [4, 8, 16])
    if (all((c) => c % block))
      return words(
        `block-${block}`,
        `channels from ${block} on are shifted by the shifts of channels 0–${block - 1} again (${listed.join(", ")})`,
      );
  for (let size = 1; size < shift.length; size++)
    for (const by of [size, -size])
      if (all((c) => c + by))
        return words(
          `channel${by}`,
          `channel c is shifted by the shift of channel c ${by < 0 ? "−" : "+"} ${size} (${listed.join(", ")})`,
        );
  return words(
    "measured",
    `accumulators are shifted by other amounts: ${listed.join(", ")}${found.length > 4 ? ", …" : ""}`,
  );
}

/** Accumulators that begin with something else than 0, all of these channels with the same. */
function startWords(fits: ReadonlyMap<number, ChannelFinish>, channels: number): Words | undefined {
  const starts = [...fits].flatMap(([channel, { start }]) => (start === undefined ? [] : [{ channel, ...start }]));
  if (starts.length === 0 || starts.length < fits.size) return undefined;
  const [from, to] = [Math.max(...starts.map((s) => s.from)), Math.min(...starts.map((s) => s.to))];
  const where = indexSetWords(
    "channel",
    starts.map(({ channel }) => channel),
    channels,
  );
  const subject = where === "" ? "every accumulator" : `the accumulator of ${where}`;
  const value = ({ from: low, to: high }: { from: number; to: number }): string =>
    low === high ? `${low}` : `${low} … ${high}`;
  const each = starts
    .slice(0, 3)
    .map((start) => `${value(start)} (channel ${start.channel})`)
    .join(", ");
  const what = from <= to ? value({ from, to }) : `${each}${starts.length > 3 ? ", …" : ""}`;
  return {
    family: "accumulator",
    cause: `start ${where}`,
    text: `${subject} begins with ${what} instead of 0: not cleared, or something is added to the sum`,
    look: "where the kernel sets its accumulators to 0, and what it adds to them before the shift",
    local: true,
  };
}

/** Lists of constants of other layers, and the layer's own weights, as they lie in the C. */
function otherBiases({ others }: DiagnosisInput, law: Product): Map<string, ArrayLike<number>> {
  const { length: channels } = law.finish.bias;
  const lists = others.filter(
    ({ constant, tensor }) => constant && tensor.size >= channels && /^int(8|32)$/.test(tensor.dtype),
  );
  const own = new Int8Array(law.taps.rows.length);
  for (const [i, offset] of law.orders[0].offsets.entries()) own[offset] = law.taps.rows[i]!;
  return new Map<string, ArrayLike<number>>([
    [OWN_WEIGHTS, own],
    ...lists.map(
      ({ id, reader, tensor, stored }) => [reader ?? id, stored ?? tensor.data] as [string, ArrayLike<number>],
    ),
  ]);
}

/** The rows and columns of the fault, without its channels. */
function pixelsOf({ runs, channels, pixels }: ProductRuns): string {
  const { text } = runs.where;
  const parts = text.split(" of ").filter((part) => /row|column|image/.test(part));
  return channels > 0 && pixels > 1 ? parts.join(" of ") : "";
}
