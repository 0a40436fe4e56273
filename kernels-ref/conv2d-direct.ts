import type { Convolution } from "./convolution.js";
import { endTap, firstTap } from "./window.js";

/**
 * A convolution as its definition reads, for float32 and for int32 operands (int8 widened by a graph that the
 * accelerated kernel refuses). `rows` is the kernel packed by `packKernel`.
 *
 * float32: every product and every sum is rounded (no fused multiply-add), in the order kernel row, kernel column,
 * input channel. int32: products and sums keep their low 32 bits; exact for widened int8, as bounded in `conv2d-int8`.
 */
export function accumulateDirect<Data extends Float32Array | Int32Array>(
  geometry: Convolution,
  x: Data,
  rows: Data,
  out: Data,
): void {
  const { image, imageStride, output, outputStride, kernelHeight, kernelWidth } = geometry;
  const { groupInputs, groupOutputs, strides, dilation, top, left } = geometry;
  const isFloat32 = x instanceof Float32Array;
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      const y = oy * strides[0] - top;
      const firstR = firstTap(y, dilation[0]);
      const endR = endTap(y, dilation[0], kernelHeight, image.h);
      for (let ox = 0; ox < output.w; ox++) {
        const column = ox * strides[1] - left;
        const firstS = firstTap(column, dilation[1]);
        const endS = endTap(column, dilation[1], kernelWidth, image.w);
        for (let o = 0; o < output.c; o++) {
          const plane = n * imageStride.n + Math.floor(o / groupOutputs) * groupInputs * imageStride.c;
          let sum = 0;
          for (let r = firstR; r < endR; r++) {
            const line = plane + (y + r * dilation[0]) * imageStride.h;
            for (let s = firstS; s < endS; s++) {
              const pixel = line + (column + s * dilation[1]) * imageStride.w;
              const tap = ((o * kernelHeight + r) * kernelWidth + s) * groupInputs;
              for (let i = 0; i < groupInputs; i++) {
                const value = x[pixel + i * imageStride.c];
                const weight = rows[tap + i];
                sum = isFloat32 ? Math.fround(sum + Math.fround(value * weight)) : (sum + Math.imul(value, weight)) | 0;
              }
            }
          }
          out[n * outputStride.n + oy * outputStride.h + ox * outputStride.w + o * outputStride.c] = sum;
        }
      }
    }
  }
}
