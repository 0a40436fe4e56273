import { gatherPatch } from "../conv2d-int8.js";
import type { Convolution } from "../convolution.js";
import { KernelError } from "../kernel-error.js";

/** Most products a sum of int16 · int16 may have and stay exact in a double. */
const MAX_PRODUCTS = 2 ** 22;

/**
 * The accumulators of a convolution of int16 data with an int16 or int8 kernel, which a chip keeps in int64. `rows` is the kernel packed by `packKernel`.
 *
 * Bound: |x · k| ≤ 2^15 · 2^15 = 2^30, so a sum of at most 2^22 products is at most 2^52 in magnitude. Every partial
 * sum is an integer below 2^53 and therefore exact in a double: no int64 is needed.
 * @throws KernelError beyond 2^22 products.
 */
export function accumulateInt16(
  geometry: Convolution,
  x: Int16Array,
  rows: Int8Array | Int16Array,
  out: Float64Array,
): void {
  const { output, outputStride, groupInputs, kernelHeight, kernelWidth } = geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  if (length > MAX_PRODUCTS) throw new KernelError(`an int16 sum may have ${MAX_PRODUCTS} products, got ${length}`);
  const patch = new Int16Array(length);
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      for (let ox = 0; ox < output.w; ox++) {
        gatherPatch(geometry, x, n, oy, ox, 0, patch);
        dotRows(patch, rows, output.c, out, n * outputStride.n + oy * outputStride.h + ox * outputStride.w);
      }
    }
  }
}

/** Dot products of one patch with every row; two at once, so that a patch element is loaded once for two. */
function dotRows(
  patch: Int16Array,
  rows: Int8Array | Int16Array,
  count: number,
  out: Float64Array,
  pixel: number,
): void {
  const length = patch.length;
  let o = 0;
  for (; o + 2 <= count; o += 2) {
    const row0 = o * length;
    const row1 = row0 + length;
    let acc0 = 0;
    let acc1 = 0;
    for (let i = 0; i < length; i++) {
      const value = patch[i];
      acc0 += value * rows[row0 + i];
      acc1 += value * rows[row1 + i];
    }
    out[pixel + o] = acc0;
    out[pixel + o + 1] = acc1;
  }
  if (o < count) {
    const row = o * length;
    let acc = 0;
    for (let i = 0; i < length; i++) acc += patch[i] * rows[row + i];
    out[pixel + o] = acc;
  }
}
