import { gatherPatch } from "../conv2d-int8.js";
import type { Convolution } from "../convolution.js";

/** Output channels that the ESP32-S3 computes at once. */
const LANES = 16;

/**
 * The accumulators of an int8 convolution in the SIMD lanes of the ESP32-S3: `bits` wide, starting at the bias and
 * saturating after every product, in the order tap row, tap column, input channel.
 *
 * Output channels beyond the last full block of 16 have an accumulator of 40 bits, which int8 sums cannot fill; in a
 * depthwise convolution every channel has a lane. A bias wider than its lane loses its high bits. `rows` is the kernel packed by `packKernel`, `out` holds the biases
 * on entry. Taps outside the image add 0 and so cannot saturate.
 * @param saturated is told the index of every element of `out` that met an end of the range.
 */
export function accumulateInLanes(
  geometry: Convolution,
  x: Int8Array,
  rows: Int8Array,
  out: Int32Array,
  bits: number,
  saturated: (index: number) => void,
): void {
  const { output, groupInputs, groupOutputs, kernelHeight, kernelWidth } = geometry;
  const isDepthwise = groupOutputs === 1 && groupInputs === 1 && output.c > 1;
  const inLanes = isDepthwise ? output.c : output.c - (output.c % LANES);
  const high = 2 ** (bits - 1) - 1;
  const low = -high - 1;
  const unused = 32 - bits;
  const patch = new Int8Array(kernelHeight * kernelWidth * groupInputs);
  let to = 0;
  for (let n = 0; n < output.n; n++) {
    for (let oy = 0; oy < output.h; oy++) {
      for (let ox = 0; ox < output.w; ox++) {
        for (let o = 0; o < output.c; o++, to++) {
          if (o % groupOutputs === 0) gatherPatch(geometry, x, n, oy, ox, (o / groupOutputs) * groupInputs, patch);
          const row = o * patch.length;
          let acc = out[to];
          let met = false;
          if (o < inLanes) {
            acc = (acc << unused) >> unused;
            for (let i = 0; i < patch.length; i++) {
              acc += patch[i] * rows[row + i];
              if (acc > high || acc < low) {
                acc = acc > high ? high : low;
                met = true;
              }
            }
          } else {
            for (let i = 0; i < patch.length; i++) acc += patch[i] * rows[row + i];
          }
          out[to] = acc;
          if (met) saturated(to);
        }
      }
    }
  }
}
