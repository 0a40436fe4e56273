import type { Arithmetic, NdArray } from "../../../../kernels-ref/index.js";

/**
 * True when no accumulator of int8 · int8 products can meet an end of the chip's saturating lanes on the way: |bias| and
 * 128 · Σ|w| bound every partial sum. True also where accumulators do not saturate.
 * @param kernel output channels along the last axis; a depthwise kernel [H, W, C, 1] along the one before
 */
export function staysInLanes(
  { laneBits }: Arithmetic,
  kernel: NdArray,
  biases: readonly number[],
  channels: number,
): boolean {
  if (laneBits === undefined) return true;
  const sums = new Array<number>(channels).fill(0);
  for (let i = 0; i < kernel.data.length; i++) sums[i % channels]! += Math.abs(Number(kernel.data[i]));
  return biases.every((bias, c) => Math.abs(bias) + 128 * sums[c]! < 2 ** (laneBits - 1));
}
