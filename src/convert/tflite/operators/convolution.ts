import type { Tensor } from "../../../base/tensor/tensor.js";
import { permute } from "../../graph/permute.js";
import { convolution } from "../../operators/convolution.js";
import { convolutionTranspose } from "../../operators/convolution-transpose.js";
import type { OperatorCall, OperatorRule } from "../rule.js";
import { fused, paddingOf } from "./fused.js";

/** Weights stand in the file: a network computes none of its own. */
export function weightsOf(call: OperatorCall, index: number, rank: number): Tensor {
  const tensor = call.constant(index);
  if (tensor === undefined || tensor.shape.length !== rank)
    return call.refuse(`weights`, tensor === undefined ? "none" : `[${tensor.shape}]`, `a constant of ${rank} axes`);
  return tensor;
}

export function biasOf(call: OperatorCall, index: number): { bias?: Tensor } {
  const bias = index < call.inputs ? call.constant(index) : undefined;
  return bias === undefined ? {} : { bias };
}

/** An option that is a size: at least 1. */
function sizes(call: OperatorCall, fields: readonly number[], fallback = 0): number[] {
  const found = fields.map((field) => call.options?.int32(field, fallback) ?? fallback);
  return found.every((size) => size >= 1 && size < 2 ** 16)
    ? found
    : call.refuse("strides or dilations", found, "1 or more");
}

/** CONV_2D: [out, H, W, in / groups]. */
export const conv2d: OperatorRule = {
  emit(call) {
    const kernel = weightsOf(call, 1, 4);
    const x = call.value(0);
    const groups = x.shape.at(-1)! / kernel.shape[3]!;
    if (!Number.isInteger(groups)) return call.refuse("weights", `[${kernel.shape}]`, `a divisor of [${x.shape}]`);
    const result = convolution(call.g, x, {
      ...{ strides: sizes(call, [2, 1]), dilations: sizes(call, [5, 4], 1), groups, padding: paddingOf(call, 0) },
      kernel: permute(kernel, [0, 3, 1, 2]),
      ...biasOf(call, 2),
    });
    return fused(call, result, 3);
  },
};

/** DEPTHWISE_CONV_2D: [1, H, W, channels · multiplier]. */
export const depthwiseConv2d: OperatorRule = {
  emit(call) {
    const kernel = weightsOf(call, 1, 4);
    const x = call.value(0);
    const channels = x.shape.at(-1)!;
    if (kernel.shape[0] !== 1 || kernel.shape[3]! % channels !== 0)
      return call.refuse("weights", `[${kernel.shape}]`, `[1, H, W, a multiple of ${channels}]`);
    const result = convolution(call.g, x, {
      ...{ strides: sizes(call, [2, 1]), dilations: sizes(call, [6, 5], 1), groups: channels },
      padding: paddingOf(call, 0),
      kernel: permute(kernel, [3, 0, 1, 2]),
      ...biasOf(call, 2),
    });
    return fused(call, result, 4);
  },
};

/** TRANSPOSE_CONV: the size that comes out, weights [out, H, W, in], the value, a bias. */
export const transposeConv: OperatorRule = {
  emit(call) {
    const kernel = weightsOf(call, 1, 4);
    const result = convolutionTranspose(call.g, call.value(2), {
      ...{ strides: sizes(call, [2, 1]), dilations: [1, 1], space: call.numbers(0).slice(1, 3) },
      padding: paddingOf(call, 0),
      kernel: permute(kernel, [3, 0, 1, 2]),
      ...biasOf(call, 3),
    });
    return fused(call, result, 3);
  },
};
