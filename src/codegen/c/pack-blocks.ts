import type { Convolution } from "../../../kernels-ref/convolution.js";
import { packKernel } from "../../../kernels-ref/convolution.js";
import { Tensor } from "../../base/tensor/tensor.js";

/** Output channels in a block: what ESP32-S3's vector instructions take at once. */
const BLOCK = 16;

/**
 * An int8 kernel as both the accelerated and the portable functions read it: group by group, in each blocks of 16 output
 * channels (the last may be narrower), in each [row][column][input channel][output channel of the block]. A depthwise
 * kernel counts as one group with one input channel.
 */
export function packBlocks(geometry: Convolution, kernel: Tensor): Tensor {
  const { output, groupInputs, groupOutputs, kernelHeight, kernelWidth } = geometry;
  const rows = packKernel(geometry, kernel).data;
  const length = kernelHeight * kernelWidth * groupInputs;
  const group = groupInputs === 1 && groupOutputs === 1 ? output.c : groupOutputs;
  const packed = new Int8Array(kernel.size);
  let at = 0;
  for (let first = 0; first < output.c; first += group) {
    for (let start = first; start < first + group; start += BLOCK) {
      const end = Math.min(start + BLOCK, first + group);
      for (let i = 0; i < length; i++) for (let o = start; o < end; o++) packed[at++] = rows[o * length + i] as number;
    }
  }
  return new Tensor("int8", [packed.length], packed);
}
