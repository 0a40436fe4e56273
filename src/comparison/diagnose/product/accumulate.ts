import type { Taps } from "./model.js";

/**
 * The accumulators of chosen output pixels, [pixel][channel]. A pixel is its number in the order n, row, column.
 * Bound as in the law: an int32 never overflows; `laneBits` saturates on the way.
 */
export function accumulatePixels(taps: Taps, pixels: Int32Array): Int32Array {
  const { geometry, rows } = taps;
  const { output, groupInputs, groupOutputs, kernelHeight, kernelWidth } = geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  const patch = new Int16Array(length);
  const result = new Int32Array(pixels.length * output.c);
  const limit = 2 ** (taps.laneBits - 1);
  const saturates = limit < 2 ** 31;
  for (let p = 0; p < pixels.length; p++) {
    for (let first = 0, i = 0; first < output.c; first += groupOutputs, i += groupInputs) {
      gather(taps, pixels[p]!, i, patch);
      for (let o = first; o < first + groupOutputs; o++) {
        const target = p * output.c + o;
        result[target] = saturates ? saturatingDot(patch, rows, o * length, limit) : dot(patch, rows, o * length);
      }
    }
  }
  return result;
}

function dot(patch: Int16Array, rows: Int8Array | Int16Array, row: number): number {
  let sum = 0;
  for (let i = 0; i < patch.length; i++) sum = (sum + patch[i]! * rows[row + i]!) | 0;
  return sum;
}

function saturatingDot(patch: Int16Array, rows: Int8Array | Int16Array, row: number, limit: number): number {
  let sum = 0;
  for (let i = 0; i < patch.length; i++) {
    sum += patch[i]! * rows[row + i]!;
    if (sum >= limit) sum = limit - 1;
    else if (sum < -limit) sum = -limit;
  }
  return sum;
}

/** What one output pixel of one group sees, [tap row, tap column, channel]. */
export function gather(
  { geometry, x, outside, rowStep = 0, aligned }: Taps,
  pixel: number,
  firstInput: number,
  patch: Int16Array,
): void {
  const { image, imageStride, output, kernelHeight, kernelWidth, groupInputs, strides, dilation, top, left } = geometry;
  const ox = pixel % output.w;
  const oy = Math.floor(pixel / output.w) % output.h;
  const n = Math.floor(pixel / (output.w * output.h));
  let to = 0;
  let first = 0;
  let late = -1;
  while (first < kernelHeight && oy * strides[0] - top + first * dilation[0] < 0) first++;
  for (let r = 0; r < kernelHeight; r++) {
    let y = oy * strides[0] - top + r * dilation[0];
    for (let s = 0; s < kernelWidth; s++) {
      let column = ox * strides[1] - left + s * dilation[1];
      const inside = y >= 0 && y < image.h && column >= 0 && column < image.w;
      if (!inside && typeof outside === "number") {
        for (let i = 0; i < groupInputs; i++) patch[to++] = outside;
        continue;
      }
      if (!inside && outside === "nearest") {
        y = Math.min(Math.max(y, 0), image.h - 1);
        column = Math.min(Math.max(column, 0), image.w - 1);
      }
      let from =
        n * imageStride.n +
        y * imageStride.h +
        column * imageStride.w +
        firstInput * imageStride.c +
        (r - first) * rowStep;
      if (aligned !== undefined && from >= 0) {
        if (aligned.each === "tap" || late < 0) late = from % aligned.bytes;
        from -= late;
      }
      if (from >= 0 && from + (groupInputs - 1) * imageStride.c < x.length)
        for (let i = 0; i < groupInputs; i++, from += imageStride.c) patch[to++] = x[from]!;
      else for (let i = 0; i < groupInputs; i++, from += imageStride.c) patch[to++] = x[from] ?? 0;
      if (!inside && outside === "nearest") y = oy * strides[0] - top + r * dilation[0];
    }
  }
}
