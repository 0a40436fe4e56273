import type { DiagnosisInput } from "../diagnosis.js";
import { finishAll } from "../product/finish.js";
import type { Finish } from "../product/model.js";
import { type BiasRange, biasWords } from "../words/bias.js";
import { finishWords } from "./finish-words.js";
import { type ChannelFinish, fitFinish } from "./fit-finish.js";
import { ofChannel, type ProductRuns, pairsOf } from "./product-runs.js";
import { whereOf, within } from "./runs.js";
import type { Solution } from "./solution.js";

/** Values of a channel from which on what makes them is known. */
const LEAST = 6;

/** The sums are right, what is made of them is not: shift, rounding, bias and limits of every channel, read off. */
export function productFinish(seen: ProductRuns): Solution[] {
  const { runs, product, wrongChannels } = seen;
  for (const marks of [runs.where.closure]) {
    const fits = new Map<number, ChannelFinish>();
    for (const channel of wrongChannels) {
      const { acc, y } = pairsOf(seen, channel, marks);
      if (acc.length < LEAST) return [];
      const fit = fitFinish(acc, y, ofChannel(product.finish, channel));
      if (fit === undefined) break;
      fits.set(channel, fit);
    }
    if (fits.size < wrongChannels.length) continue;
    const words = describe(fits, product.finish, runs.input);
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
  for (const [channel, { finish }] of fits) {
    const acc = new Int32Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel++) acc[pixel] = accumulators[at]![pixel * channels + channel]!;
    const results = finishAll(acc, finish);
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

function describe(fits: ReadonlyMap<number, ChannelFinish>, law: Finish, input: DiagnosisInput): Words | undefined {
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
  if (parts.size > 1) return undefined;
  const bias = biases.length === 0 ? undefined : biasWords(biases, law.bias, otherBiases(input, law.bias.length));
  const look = "the bias pointer of the call, the index it is read with, and where it is added";
  if (bias === undefined) return shared && { ...shared, text: [...parts].join("; "), local: false };
  if (shared === undefined) return { family: "bias", cause: bias.cause, text: bias.text, look, local: true };
  return { ...shared, text: `${[...parts].join("; ")}; and ${bias.text}`, local: true };
}

function otherBiases({ others }: DiagnosisInput, channels: number): Map<string, ArrayLike<number>> {
  const lists = others.filter(
    ({ constant, tensor }) => constant && tensor.size >= channels && /^int(8|32)$/.test(tensor.dtype),
  );
  return new Map(lists.map(({ id, reader, tensor }) => [reader ?? id, tensor.data as ArrayLike<number>]));
}

/** The rows and columns of the fault, without its channels. */
function pixelsOf({ runs, channels, pixels }: ProductRuns): string {
  const { text } = runs.where;
  const parts = text.split(" of ").filter((part) => /row|column|image/.test(part));
  return channels > 0 && pixels > 1 ? parts.join(" of ") : "";
}
