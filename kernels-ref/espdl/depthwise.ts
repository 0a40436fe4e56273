import type { Convolution } from "../convolution.js";
import { endTap, firstTap } from "../window.js";

/**
 * The accumulators of a depthwise convolution (one input channel an output channel), NHWC: Σ over taps (r, s) of
 * x[h, w, c] · k[r, s, c], where taps outside the image count as 0. `taps` is the kernel as [r, s, c].
 * int8 sums stay in int32 (see `accumulateInt8`); int16 ones are exact in doubles (see `accumulateInt16`).
 */
export function accumulateDepthwise(
  geometry: Convolution,
  x: Int8Array | Int16Array,
  taps: Int8Array | Int16Array,
  out: Int32Array | Float64Array,
): void {
  const { image, imageStride, output, kernelHeight, kernelWidth, strides, dilation, top, left } = geometry;
  const channels = output.c;
  let to = 0;
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      const y = oy * strides[0] - top;
      const endR = endTap(y, dilation[0], kernelHeight, image.h);
      for (let ox = 0; ox < output.w; ox++, to += channels) {
        const column = ox * strides[1] - left;
        const firstS = firstTap(column, dilation[1]);
        const endS = endTap(column, dilation[1], kernelWidth, image.w);
        for (let r = firstTap(y, dilation[0]); r < endR; r++) {
          const line = n * imageStride.n + (y + r * dilation[0]) * imageStride.h;
          for (let s = firstS; s < endS; s++) {
            const from = line + (column + s * dilation[1]) * imageStride.w;
            const tap = (r * kernelWidth + s) * channels;
            for (let c = 0; c < channels; c++) out[to + c] += x[from + c] * taps[tap + c];
          }
        }
      }
    }
  }
}
