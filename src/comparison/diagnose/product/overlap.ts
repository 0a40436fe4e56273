import type { Candidate, Prediction } from "../candidate.js";
import { accumulatePixels } from "./accumulate.js";
import { finishAll } from "./finish.js";
import type { Product } from "./model.js";

/** Wrong elements, as a share of all, from which on a prediction cannot fit any more. */
const HOPELESS = 0.02;

/**
 * The output shares memory with the input: what is stored may destroy what is read later. Tried for an output that starts
 * at the input's own address, stored pixel by pixel, or as the portable kernel does, by 8, 4 and 1 channels.
 * @param board its output: a prediction that is far from it is given up
 */
export function overlapCandidates(product: Product, board: ArrayLike<number>): Candidate[] {
  const { x, geometry } = product.taps;
  if (!(x instanceof Int8Array) || geometry.output.n !== 1) return [];
  const { c, h, w } = geometry.output;
  const blocks = geometry.groupOutputs === c ? storedBlocks(c) : [];
  const orders = blocks.length > 1 ? [[c], blocks] : [[c]];
  return orders.map((channels) => ({
    family: "memory",
    cause: "in-place",
    text: "the output is written over its own input while it is still being read",
    look: "the memory plan: input and output of this call must not overlap",
    bits: 4,
    predict: () => inPlace(product, channels, board, h * w),
  }));
}

/** Numbers of channels that the portable kernel stores at once. */
function storedBlocks(channels: number): number[] {
  const blocks: number[] = [];
  for (let left = channels; left > 0; left -= blocks.at(-1)!) {
    const block = ((channels - left) & ~15) + 16 - (channels - left);
    const most = Math.min(left, block);
    blocks.push(most >= 8 ? 8 : most >= 4 ? 4 : 1);
  }
  return blocks;
}

function inPlace(
  { taps, finish }: Product,
  blocks: readonly number[],
  board: ArrayLike<number>,
  pixels: number,
): Prediction {
  const { c } = taps.geometry.output;
  const size = pixels * c;
  const memory = new Int8Array(Math.max(taps.x.length, size));
  memory.set(taps.x);
  const shared = { ...taps, x: memory };
  const values = new Int8Array(size);
  let wrong = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let first = 0;
    for (const count of blocks) {
      const made = finishAll(accumulatePixels(shared, Int32Array.of(pixel)), finish).subarray(first, first + count);
      values.set(made, pixel * c + first);
      memory.set(made, pixel * c + first);
      first += count;
    }
    for (let i = pixel * c; i < pixel * c + c; i++) if (values[i] !== board[i]) wrong++;
    if (wrong > HOPELESS * size) return { values, unknown: new Uint8Array(size).fill(1) };
  }
  return { values };
}
