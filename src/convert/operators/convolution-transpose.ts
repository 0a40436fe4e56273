import type { Tensor } from "../../base/tensor/tensor.js";
import { ints } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, type Value } from "../graph/value.js";
import { onnxPads, padsOf, windowOut } from "./window.js";

export interface ConvolutionTranspose {
  /** [in, out, …space], ONNX's order. */
  readonly kernel: Tensor;
  readonly bias?: Tensor;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Sizes that come out along the spatial axes. */
  readonly space: readonly number[];
  readonly padding: "same" | "valid";
}

/**
 * The gradient of a convolution over its input. Where the forward convolution from the wanted size would pad, the result
 * is cut; where its windows reach less far than the wanted size, zeros follow (`output_padding`).
 */
export function convolutionTranspose(g: GraphBuilder, x: Value, conv: ConvolutionTranspose): Value {
  const { kernel, bias, strides, dilations, space, padding } = conv;
  const sizes = kernel.shape.slice(2);
  const axes = sizes.map((kernel, i) => ({
    ...{ size: space[i]!, kernel, stride: strides[i]!, dilation: dilations[i]! },
  }));
  const pads = axes.map((axis) => padsOf(padding, axis));
  const rest = axes.map((axis, i) => {
    const reached = (windowOut(axis, pads[i]!) - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
    return space[i]! + pads[i]![0] + pads[i]![1] - reached;
  });
  const order = channelsFirst(x.shape.length);
  const inputs = [g.as(x, order), g.weight("kernel", kernel)];
  if (bias !== undefined) inputs.push(g.weight("bias", bias));
  const name = g.node("ConvTranspose", inputs, {
    kernel_shape: ints(sizes),
    strides: ints(strides),
    ...(dilations.some((d) => d !== 1) ? { dilations: ints(dilations) } : {}),
    pads: ints(onnxPads(pads)),
    ...(rest.some((r) => r !== 0) ? { output_padding: ints(rest) } : {}),
  });
  return { name, shape: [x.shape[0]!, ...space, kernel.shape[1]!], order, dtype: "float32" };
}
