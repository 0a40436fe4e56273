import { accumulatePixels, gather } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import type { Taps } from "../product/model.js";
import { type System, settle } from "./bounded.js";
import { LeastSquares } from "./least-squares.js";
import { firstInput } from "./one-weight.js";
import { preimage } from "./preimage.js";
import { ofChannel, type ProductRuns } from "./product-runs.js";

/** Taps of one output channel that can be solved for; channels; sums that one system may cost. */
const TAPS = 700;
const CHANNELS = 256;
const WORK = 1.5e9;

/** The weights that a layer really computes with. */
export interface EffectiveKernel {
  /** The law with them: [output channel][tap], as `Taps.rows`. */
  readonly taps: Taps;
  readonly channels: readonly number[];
  /** Added to the bias, a number for each output channel. */
  readonly bias: Int32Array;
}

/** The same product seen through a window that is larger by so many rows and columns on each side. */
export function widened(taps: Taps, by: number): Taps {
  const { geometry, rows } = taps;
  const { kernelHeight, kernelWidth, groupInputs, output, dilation } = geometry;
  const [height, width] = [kernelHeight + 2 * by, kernelWidth + 2 * by];
  const wide = new Int16Array(output.c * height * width * groupInputs);
  for (let o = 0; o < output.c; o++)
    for (let r = 0; r < kernelHeight; r++)
      for (let s = 0; s < kernelWidth; s++)
        for (let i = 0; i < groupInputs; i++)
          wide[((o * height + r + by) * width + s + by) * groupInputs + i] =
            rows[((o * kernelHeight + r) * kernelWidth + s) * groupInputs + i]!;
  return {
    ...taps,
    rows: wide,
    geometry: {
      ...geometry,
      kernelHeight: height,
      kernelWidth: width,
      top: geometry.top + by * dilation[0],
      left: geometry.left + by * dilation[1],
    },
  };
}

/**
 * Solves for the weights of every wrong channel: each value bounds a sum of what the taps see, and where there are more
 * values than taps the weights follow. Undefined where they do not, or do not give every byte.
 * @param taps the law in each run, or the law through a wider window
 * @param marks elements that the fault reaches
 */
export function solveKernel(seen: ProductRuns, taps: readonly Taps[], marks: Uint8Array): EffectiveKernel | undefined {
  const { runs, product, channels, wrongChannels } = seen;
  const [law] = taps as [Taps];
  const length = law.rows.length / channels;
  if (length > TAPS || wrongChannels.length > CHANNELS) return undefined;
  const rows = Int16Array.from(law.rows);
  const bias = new Int32Array(channels);
  let system: { key: string; value: System } | undefined;
  for (const channel of wrongChannels) {
    const pixels = pixelsOf(seen, channel, marks);
    const key = `${firstInput(seen, channel)} ${pixels.length} ${pixels[0]}`;
    if (system?.key !== key) {
      if (pixels.length < 1.5 * length + 30 || pixels.length * length * length > WORK * 4) return undefined;
      system = { key, value: assemble(seen, taps, firstInput(seen, channel), pixels, length) };
    }
    const finish = ofChannel(product.finish, channel);
    const { pixels: samples } = system.value;
    const [low, high] = [new Float64Array(samples.length), new Float64Array(samples.length)];
    for (let k = 0; k < samples.length; k++) {
      const [run, pixel] = split(seen, samples[k]!);
      const sum = seen.accumulators[run]![pixel * channels + channel]!;
      const [from, to] = preimage(runs.found[run]![pixel * channels + channel]!, finish);
      [low[k], high[k]] = [from - sum, to - sum];
    }
    const own = law.rows.subarray(channel * length, (channel + 1) * length);
    const change = settle(system.value, low, high, own);
    if (change === undefined) return undefined;
    for (let tap = 0; tap < length; tap++) rows[channel * length + tap]! += Math.round(change[tap]!);
    const unit = finish.biasPlace === "quotient" ? 2 ** finish.shift[0]! : 1;
    bias[channel] = Math.round(change[length]! / ONE / unit) * ONE;
  }
  const found: EffectiveKernel = { taps: { ...law, rows }, channels: wrongChannels, bias };
  return found;
}

/** What stands in the column of the bias. */
const ONE = 1;

const split = ({ pixels }: ProductRuns, sample: number): [number, number] => [
  Math.floor(sample / pixels),
  sample % pixels,
];

/** Samples (run · pixels + pixel) at which a channel is marked. */
function pixelsOf({ runs, channels, pixels }: ProductRuns, channel: number, marks: Uint8Array): number[] {
  const found: number[] = [];
  for (let run = 0; run < runs.all.length; run++)
    for (let pixel = 0; pixel < pixels; pixel++)
      if (marks[pixel * channels + channel] === 1) found.push(run * pixels + pixel);
  return found;
}

function assemble(
  seen: ProductRuns,
  taps: readonly Taps[],
  first: number,
  all: readonly number[],
  length: number,
): System {
  const most = Math.max(Math.min(Math.floor(WORK / (length * length)), 40 * length + 400), 2 * length);
  const step = Math.max(1, all.length / most);
  const pixels = Array.from(
    { length: Math.min(all.length, Math.floor(all.length / step)) },
    (_, k) => all[Math.floor(k * step)]!,
  );
  const rows = new Int16Array(pixels.length * (length + 1));
  const patch = new Int16Array(length);
  for (const [k, sample] of pixels.entries()) {
    const [run, pixel] = split(seen, sample);
    gather(taps[run]!, pixel, first, patch);
    rows.set(patch, k * (length + 1));
    rows[k * (length + 1) + length] = ONE;
  }
  return { pixels, rows, width: length + 1, solver: new LeastSquares(rows, pixels.length, length + 1) };
}

/** What a layer with other weights makes in a run. */
export function withKernel(
  seen: ProductRuns,
  kernel: EffectiveKernel,
  taps: Taps,
  marks: Uint8Array,
  at: number,
): Float64Array {
  const { runs, product, channels, pixels } = seen;
  const values = Float64Array.from(runs.expected[at]!);
  const every = Int32Array.from({ length: pixels }, (_, pixel) => pixel);
  const acc = accumulatePixels({ ...taps, rows: kernel.taps.rows }, every);
  const { finish } = product;
  const bias = finish.bias.map((own, channel) => own + kernel.bias[channel]!);
  const results = finishAll(acc, { ...finish, bias });
  for (const channel of kernel.channels)
    for (let pixel = 0, i = channel; pixel < pixels; pixel++, i += channels)
      if (marks[i] === 1) values[i] = results[i]!;
  return values;
}
