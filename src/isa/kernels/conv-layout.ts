import type { NdArray } from "../../../kernels-ref/array.js";

/** Elements of 16 bytes. */
export const laneCount = (data: { readonly BYTES_PER_ELEMENT: number }): number => 16 / data.BYTES_PER_ELEMENT;

/**
 * A kernel [H, W, C, N] as a chip's convolution reads it: whole blocks of 16 bytes of outputs [N/u, H, W, C, u], then the
 * outputs that are left, one after the other [N%u, H, W, C].
 */
export function packKernel({ data, shape }: NdArray): Int8Array | Int16Array {
  const from = data as Int8Array | Int16Array;
  const [h, w, c, n] = shape as [number, number, number, number];
  const u = laneCount(from);
  const packed = from.slice();
  const taps = h * w * c;
  const blocks = Math.floor(n / u);
  let to = 0;
  for (let block = 0; block < blocks; block++)
    for (let tap = 0; tap < taps; tap++)
      for (let lane = 0; lane < u; lane++) packed[to++] = from[tap * n + block * u + lane]!;
  for (let output = blocks * u; output < n; output++)
    for (let tap = 0; tap < taps; tap++) packed[to++] = from[tap * n + output]!;
  return packed;
}

/** A depthwise kernel [H, W, C, 1]: whole blocks of 16 bytes of channels [C/u, H, W, u], then [H, W, C%u]. */
export function packDepthwise({ data, shape }: NdArray): Int8Array | Int16Array {
  const from = data as Int8Array | Int16Array;
  const [h, w, c] = shape as [number, number, number];
  const u = laneCount(from);
  const packed = from.slice();
  let to = 0;
  for (let start = 0; start < c; start += u)
    for (let tap = 0; tap < h * w; tap++)
      for (let channel = start; channel < Math.min(start + u, c); channel++) packed[to++] = from[tap * c + channel]!;
  return packed;
}
