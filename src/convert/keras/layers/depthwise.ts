import type { Tensor } from "../../../base/tensor/tensor.js";
import { permute } from "../../graph/permute.js";
import { identity } from "../../graph/value.js";

/** TensorFlow's [...space, channels, multiplier] as ONNX's [channels · multiplier, 1, ...space] with one group a channel. */
export function depthwiseKernel(kernel: Tensor): Tensor {
  const space = kernel.shape.length - 2;
  const moved = permute(kernel, [space, space + 1, ...identity(space)]);
  return moved.reshape([moved.shape[0]! * moved.shape[1]!, 1, ...moved.shape.slice(2)]);
}
