import { accumulateTaps } from "./conv2d-taps.js";
import type { Convolution } from "./convolution.js";
import { endTap, firstTap } from "./window.js";

/** Output channels that `dotRows` computes at once; groups of fewer take `accumulateTaps`. */
const ROWS = 4;

/**
 * The accumulators of an int8 convolution: Σ over taps (r, s) and channels i of x[h, w, i] · k[r, s, i, o], where taps
 * outside the image count as 0. `rows` is the kernel packed by `packKernel`.
 *
 * Bound: |x · k| ≤ 2^7 · 2^7 = 2^14, so |acc| ≤ kh·kw·c · 2^14 < 2^31 for kh·kw·c < 131,072 products. Every layer that
 * fits an ESP32 is far below that; beyond it the accumulator would wrap, as C's int32 does on x86.
 */
export function accumulateInt8(geometry: Convolution, x: Int8Array, rows: Int8Array, out: Int32Array): void {
  const { output, outputStride, groupInputs, groupOutputs, kernelHeight, kernelWidth } = geometry;
  if (groupOutputs < output.c && groupOutputs < ROWS) {
    accumulateTaps(geometry, x, rows, out);
    return;
  }
  const length = kernelHeight * kernelWidth * groupInputs;
  const patch = new Int8Array(length);
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      for (let ox = 0; ox < output.w; ox++) {
        const pixel = n * outputStride.n + oy * outputStride.h + ox * outputStride.w;
        for (let first = 0, i = 0; first < output.c; first += groupOutputs, i += groupInputs) {
          gatherPatch(geometry, x, n, oy, ox, i, patch);
          dotRows(patch, rows, first, first + groupOutputs, out, pixel, outputStride.c);
        }
      }
    }
  }
}

/** The kh·kw·c elements that one output pixel of one group sees, in the order of a packed kernel row. */
export function gatherPatch(
  { image, imageStride, kernelHeight, kernelWidth, groupInputs, strides, dilation, top, left }: Convolution,
  x: Int8Array | Int16Array,
  n: number,
  oy: number,
  ox: number,
  firstInput: number,
  patch: Int8Array | Int16Array,
): void {
  const y = oy * strides[0] - top;
  const column = ox * strides[1] - left;
  const firstR = firstTap(y, dilation[0]);
  const endR = endTap(y, dilation[0], kernelHeight, image.h);
  const firstS = firstTap(column, dilation[1]);
  const endS = endTap(column, dilation[1], kernelWidth, image.w);
  const step = imageStride.c | 0;
  if ((endR - firstR) * (endS - firstS) < kernelHeight * kernelWidth) patch.fill(0);
  for (let r = firstR; r < endR; r++) {
    const line = n * imageStride.n + (y + r * dilation[0]) * imageStride.h + firstInput * imageStride.c;
    for (let s = firstS; s < endS; s++) {
      let from = (line + (column + s * dilation[1]) * imageStride.w) | 0;
      const to = (r * kernelWidth + s) * groupInputs;
      for (let i = 0; i < groupInputs; i++, from = (from + step) | 0) patch[to + i] = x[from];
    }
  }
}

/** Dot products of one patch with the rows [first, end); `ROWS` at once, so that a patch element is loaded once for four. */
function dotRows(
  patch: Int8Array,
  rows: Int8Array,
  first: number,
  end: number,
  out: Int32Array,
  pixel: number,
  step: number,
): void {
  const length = patch.length;
  let o = first;
  for (; o + ROWS <= end; o += ROWS) {
    const row0 = o * length;
    const row1 = row0 + length;
    const row2 = row1 + length;
    const row3 = row2 + length;
    let acc0 = 0;
    let acc1 = 0;
    let acc2 = 0;
    let acc3 = 0;
    for (let i = 0; i < length; i++) {
      const value = patch[i];
      acc0 = (acc0 + value * rows[row0 + i]) | 0;
      acc1 = (acc1 + value * rows[row1 + i]) | 0;
      acc2 = (acc2 + value * rows[row2 + i]) | 0;
      acc3 = (acc3 + value * rows[row3 + i]) | 0;
    }
    out[pixel + o * step] = acc0;
    out[pixel + (o + 1) * step] = acc1;
    out[pixel + (o + 2) * step] = acc2;
    out[pixel + (o + 3) * step] = acc3;
  }
  for (; o < end; o++) {
    const row = o * length;
    let acc = 0;
    for (let i = 0; i < length; i++) acc = (acc + patch[i] * rows[row + i]) | 0;
    out[pixel + o * step] = acc;
  }
}
