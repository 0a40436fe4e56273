import { accumulatePixels } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import { productOf } from "../product/law.js";
import type { Finish, Product, Taps } from "../product/model.js";
import type { Runs } from "./solution.js";

/** The runs of a convolution or dense layer, with what the law accumulates in each. */
export interface ProductRuns {
  readonly runs: Runs;
  readonly product: Product;
  /** The law for the inputs of each run. */
  readonly taps: readonly Taps[];
  /** [run][pixel · channels + channel]. */
  readonly accumulators: readonly Int32Array[];
  readonly channels: number;
  readonly pixels: number;
  /** Channels in which anything is wrong, and for each the pixels that its fault may reach. */
  readonly wrongChannels: readonly number[];
}

/** Undefined where the layer is no product of int8. */
export function productRuns(runs: Runs): ProductRuns | undefined {
  const products = runs.all.map(productOf);
  const [product] = products;
  if (product === undefined || products.includes(undefined)) return undefined;
  const { n, h, w, c } = product.taps.geometry.output;
  const pixels = n * h * w;
  const every = Int32Array.from({ length: pixels }, (_, pixel) => pixel);
  const taps = products.map((law) => law!.taps);
  const accumulators = taps.map((law) => accumulatePixels(law, every));
  const law = finishAll(accumulators[0]!, product.finish);
  if (law.some((value, i) => value !== runs.expected[0]![i])) return undefined;
  const bad = new Uint8Array(c);
  for (let i = 0; i < runs.wrong.length; i++) if (runs.wrong[i] === 1) bad[i % c] = 1;
  const wrongChannels = [...bad.keys()].filter((channel) => bad[channel] === 1);
  return { runs, product, taps, accumulators, channels: c, pixels, wrongChannels };
}

/** The accumulators and values of one channel, at marked elements only. */
export function pairsOf(
  { runs, accumulators, channels, pixels }: ProductRuns,
  channel: number,
  marks: Uint8Array,
): { acc: Int32Array; y: Int8Array } {
  const acc: number[] = [];
  const y: number[] = [];
  for (let run = 0; run < accumulators.length; run++) {
    const [sums, values] = [accumulators[run]!, runs.found[run]!];
    for (let pixel = 0, i = channel; pixel < pixels; pixel++, i += channels) {
      if (marks[i] === 0) continue;
      acc.push(sums[i]!);
      y.push(values[i]!);
    }
  }
  return { acc: Int32Array.from(acc), y: Int8Array.from(y) };
}

/** The finish of one channel alone. */
export const ofChannel = (finish: Finish, channel: number): Finish => ({
  ...finish,
  shift: finish.shift.subarray(channel, channel + 1),
  bias: finish.bias.subarray(channel, channel + 1),
});
