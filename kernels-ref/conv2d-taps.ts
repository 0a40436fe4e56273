import type { Convolution } from "./convolution.js";
import { endTap, firstTap } from "./window.js";

/**
 * A convolution as its definition reads: for every pixel the products to sum are listed, all that lie inside the image,
 * and every output channel sums them in the order kernel row, kernel column, input channel. For int8 in groups of few
 * channels (depthwise above all), for int32 (int8 that a graph has widened) and for float32.
 * `rows` is the kernel packed by `packKernel`.
 *
 * int8 and int32: the low 32 bits; exact for what was int8, as bounded in `conv2d-int8`. float32: every product and
 * every sum is rounded (no fused multiply-add).
 */
export function accumulateTaps<Data extends Int8Array | Int32Array | Float32Array>(
  geometry: Convolution,
  x: Data,
  rows: Data,
  out: Data extends Float32Array ? Float32Array : Int32Array,
): void {
  const { image, imageStride, output, outputStride, kernelHeight, kernelWidth, groupInputs } = geometry;
  const { strides, dilation, top, left } = geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  const taps: Taps = {
    elements: new Int32Array(length),
    weights: new Int32Array(length),
    firstInput: firstInputs(geometry),
  };
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      const y = oy * strides[0] - top;
      const firstR = firstTap(y, dilation[0]);
      const endR = endTap(y, dilation[0], kernelHeight, image.h);
      for (let ox = 0; ox < output.w; ox++) {
        const column = ox * strides[1] - left;
        const firstS = firstTap(column, dilation[1]);
        const endS = endTap(column, dilation[1], kernelWidth, image.w);
        let count = 0;
        for (let r = firstR; r < endR; r++) {
          const line = n * imageStride.n + (y + r * dilation[0]) * imageStride.h;
          for (let s = firstS; s < endS; s++) {
            const pixel = line + (column + s * dilation[1]) * imageStride.w;
            for (let i = 0; i < groupInputs; i++, count++) {
              taps.elements[count] = pixel + i * imageStride.c;
              taps.weights[count] = (r * kernelWidth + s) * groupInputs + i;
            }
          }
        }
        const to = n * outputStride.n + oy * outputStride.h + ox * outputStride.w;
        if (x instanceof Float32Array) sumFloat32(x, rows as Float32Array, taps, count, out, to, outputStride.c);
        else sumIntegers(x, rows as Int8Array | Int32Array, taps, count, out, to, outputStride.c);
      }
    }
  }
}

/** The products of one pixel: of group 0's elements of the image with the weights of a kernel row. */
interface Taps {
  readonly elements: Int32Array;
  readonly weights: Int32Array;
  /** For every output channel, how far its group's elements lie behind those of group 0. */
  readonly firstInput: Int32Array;
}

function firstInputs({ output, imageStride, groupInputs, groupOutputs }: Convolution): Int32Array {
  return Int32Array.from({ length: output.c }, (_, o) => Math.floor(o / groupOutputs) * groupInputs * imageStride.c);
}

/** Four output channels at once, so that a tap is read once for four. */
function sumIntegers(
  x: Int8Array | Int32Array,
  rows: Int8Array | Int32Array,
  { elements, weights, firstInput }: Taps,
  count: number,
  out: Int32Array | Float32Array,
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
    for (let t = 0; t < count; t++) {
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
    for (let t = 0; t < count; t++) {
      acc = (acc + Math.imul(x[elements[t] + firstInput[o]], rows[o * length + weights[t]])) | 0;
    }
    out[to + o * step] = acc;
  }
}

function sumFloat32(
  x: Float32Array,
  rows: Float32Array,
  { elements, weights, firstInput }: Taps,
  count: number,
  out: Int32Array | Float32Array,
  to: number,
  step: number,
): void {
  for (let o = 0; o < firstInput.length; o++) {
    const first = firstInput[o];
    const row = o * weights.length;
    let sum = 0;
    for (let t = 0; t < count; t++) {
      sum = Math.fround(sum + Math.fround(x[elements[t] + first] * rows[row + weights[t]]));
    }
    out[to + o * step] = sum;
  }
}
