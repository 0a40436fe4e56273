import type { Convolution } from "./convolution.js";
import { endTap, firstTap } from "./window.js";

/**
 * The accumulators of a convolution whose groups have few channels, depthwise above all; int8, or int32 operands that
 * were int8 before a graph widened them. `rows` is the kernel packed by `packKernel`. Bound as in `accumulateInt8`.
 *
 * For every pixel, which taps of the window lie inside the image is listed once, for all groups.
 */
export function accumulateGroups<Data extends Int8Array | Int32Array>(
  geometry: Convolution,
  x: Data,
  rows: Data,
  out: Int32Array,
): void {
  const { image, imageStride, output, outputStride, kernelHeight, kernelWidth, groupInputs } = geometry;
  const { strides, dilation, top, left } = geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  const elements = new Int32Array(length);
  const weights = new Int32Array(length);
  const firstInput = firstInputs(geometry);
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      const y = oy * strides[0] - top;
      const firstR = firstTap(y, dilation[0]);
      const endR = endTap(y, dilation[0], kernelHeight, image.h);
      for (let ox = 0; ox < output.w; ox++) {
        const column = ox * strides[1] - left;
        const firstS = firstTap(column, dilation[1]);
        const endS = endTap(column, dilation[1], kernelWidth, image.w);
        let taps = 0;
        for (let r = firstR; r < endR; r++) {
          const line = n * imageStride.n + (y + r * dilation[0]) * imageStride.h;
          for (let s = firstS; s < endS; s++) {
            const pixel = line + (column + s * dilation[1]) * imageStride.w;
            for (let i = 0; i < groupInputs; i++, taps++) {
              elements[taps] = pixel + i * imageStride.c;
              weights[taps] = (r * kernelWidth + s) * groupInputs + i;
            }
          }
        }
        const to = n * outputStride.n + oy * outputStride.h + ox * outputStride.w;
        sumTaps(x, elements, firstInput, rows, weights, taps, out, to, outputStride.c);
      }
    }
  }
}

/**
 * For every output channel o, Σ over the `taps` listed of x[elements + firstInput[o]] · row o [weights]; four channels
 * at once, so that the lists are read once for four.
 */
function sumTaps(
  x: Int8Array | Int32Array,
  elements: Int32Array,
  firstInput: Int32Array,
  rows: Int8Array | Int32Array,
  weights: Int32Array,
  taps: number,
  out: Int32Array,
  to: number,
  step: number,
): void {
  const channels = firstInput.length;
  const length = weights.length;
  let o = 0;
  for (; o + 4 <= channels; o += 4) {
    const first0 = firstInput[o];
    const first1 = firstInput[o + 1];
    const first2 = firstInput[o + 2];
    const first3 = firstInput[o + 3];
    const row0 = o * length;
    const row1 = row0 + length;
    const row2 = row1 + length;
    const row3 = row2 + length;
    let acc0 = 0;
    let acc1 = 0;
    let acc2 = 0;
    let acc3 = 0;
    for (let t = 0; t < taps; t++) {
      const element = elements[t];
      const weight = weights[t];
      acc0 = (acc0 + Math.imul(x[element + first0], rows[row0 + weight])) | 0;
      acc1 = (acc1 + Math.imul(x[element + first1], rows[row1 + weight])) | 0;
      acc2 = (acc2 + Math.imul(x[element + first2], rows[row2 + weight])) | 0;
      acc3 = (acc3 + Math.imul(x[element + first3], rows[row3 + weight])) | 0;
    }
    out[to + o * step] = acc0;
    out[to + (o + 1) * step] = acc1;
    out[to + (o + 2) * step] = acc2;
    out[to + (o + 3) * step] = acc3;
  }
  for (; o < channels; o++) {
    let acc = 0;
    for (let t = 0; t < taps; t++) {
      acc = (acc + Math.imul(x[elements[t] + firstInput[o]], rows[o * length + weights[t]])) | 0;
    }
    out[to + o * step] = acc;
  }
}

/** For every output channel, how far the first input channel of its group lies from the pixel's start. */
function firstInputs({ output, imageStride, groupInputs, groupOutputs }: Convolution): Int32Array {
  return Int32Array.from({ length: output.c }, (_, o) => Math.floor(o / groupOutputs) * groupInputs * imageStride.c);
}
