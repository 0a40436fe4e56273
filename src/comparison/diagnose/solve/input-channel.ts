import { accumulatePixels } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import type { Taps } from "../product/model.js";
import { indexMapWords } from "../words/index-map.js";
import { indexSetWords } from "../words/index-set.js";
import { firstInput } from "./one-weight.js";
import type { ProductRuns } from "./product-runs.js";
import { within } from "./runs.js";
import type { Solution } from "./solution.js";

const SAMPLE = 32;

/** Groups and depthwise layers: the channel of the image that each output channel really begins at, its weights being right. */
export function inputChannel(seen: ProductRuns): Solution[] {
  const { runs, product, channels, pixels, wrongChannels, taps } = seen;
  const { geometry } = product.taps;
  const { groupInputs, image } = geometry;
  if (groupInputs === image.c) return [];
  const last = image.c - groupInputs;
  const every = Int32Array.from({ length: pixels }, (_, pixel) => pixel);
  const some = every.filter((pixel) => pixel % Math.max(1, Math.floor(pixels / SAMPLE)) === 0);
  const sources = new Array<number | undefined>(channels).fill(undefined);
  for (let by = 1; by <= last; by++)
    for (const delta of [by, -by]) {
      const left = wrongChannels.filter((c) => {
        const from = firstInput(seen, c) + delta;
        return sources[c] === undefined && from >= 0 && from <= last;
      });
      if (left.length === 0) continue;
      for (const pixelsOf of [some, every]) {
        const fits = matching(seen, taps, delta, left, pixelsOf);
        if (pixelsOf === every) for (const c of fits) sources[c] = c + delta;
        else if (fits.length === 0) break;
      }
    }
  const known = wrongChannels.filter((c) => sources[c] !== undefined);
  if (known.length < Math.max(1, wrongChannels.length / 2)) return [];
  const map = sources.map((from, c) => (wrongChannels.includes(c) ? from : undefined));
  const words =
    indexMapWords("channel", map) ??
    known
      .slice(0, 6)
      .map((c) => `channel ${c} that of ${sources[c]}`)
      .join(", ");
  const deltas = new Set(known.map((c) => sources[c]! - c));
  const [delta] = deltas as unknown as [number];
  const text =
    deltas.size === 1 && (groupInputs > 1 || (known.length < channels && words.startsWith("channel p ")))
      ? `${indexSetWords("output channel", known, channels) || "all output channels"} see the image ${Math.abs(delta)} channel${Math.abs(delta) > 1 ? "s" : ""} ${delta < 0 ? "before" : "behind"} theirs`
      : `of the image ${words}`;
  const pixelsText = runs.where.text.split(" of ").filter((part) => /row|column/.test(part));
  const marks = runs.where.closure;
  return [
    {
      ...{ family: "input-channels", cause: words, bits: 14 },
      text: `${text}, with the right weights: the input pointer is at the wrong channel${groupInputs > 1 ? ", not advanced by a group" : ""}${within(pixelsText.join(" of "))}`,
      look: "the address of the image in the depthwise loop over blocks of channels",
      predict: (run) => {
        const at = runs.all.indexOf(run);
        const values = Float64Array.from(runs.expected[at]!);
        const unknown = new Uint8Array(values.length);
        const made = new Map<number, Int8Array>();
        for (const channel of wrongChannels) {
          const source = sources[channel];
          const delta = (source ?? channel) - channel;
          if (!made.has(delta)) made.set(delta, results(seen, taps[at]!, delta, every));
          for (let i = channel; i < values.length; i += channels) {
            if (marks[i] === 0) continue;
            if (source === undefined) unknown[i] = 1;
            else values[i] = made.get(delta)![i]!;
          }
        }
        return { values, unknown };
      },
    },
  ];
}

/** The layer with the image's channels read so far away. */
function results({ product }: ProductRuns, taps: Taps, delta: number, pixels: Int32Array): Int8Array {
  const moved = new Int8Array(taps.x.length);
  for (let i = 0; i < moved.length; i++) moved[i] = taps.x[i + delta] ?? 0;
  return finishAll(accumulatePixels({ ...taps, x: moved }, pixels), product.finish);
}

function matching(
  seen: ProductRuns,
  taps: readonly Taps[],
  delta: number,
  candidates: readonly number[],
  pixels: Int32Array,
): number[] {
  const { runs, channels } = seen;
  const marks = runs.where.closure;
  let left = [...candidates];
  for (const [run, law] of taps.entries()) {
    if (left.length === 0) return left;
    const made = results(seen, law, delta, pixels);
    left = left.filter((channel) => {
      for (let p = 0; p < pixels.length; p++) {
        const i = pixels[p]! * channels + channel;
        if (marks[i] === 1 && made[p * channels + channel] !== runs.found[run]![i]) return false;
      }
      return true;
    });
  }
  return left;
}
