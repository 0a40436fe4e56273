import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { type Attributes, int, ints } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, type Value } from "../graph/value.js";
import { onnxPads, type Padding, padsOf, windowOut } from "./window.js";

export interface Convolution {
  /** [out, in / groups, …space], ONNX's order. */
  readonly kernel: Tensor;
  readonly bias?: Tensor;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly groups: number;
  /** TensorFlow's rule, or zeros before and after each spatial axis. */
  readonly padding: Padding | readonly (readonly [number, number])[];
}

/** Zeros around the spatial axes of [N, …space, C], and the sizes that come out. */
export function convolutionWindow(
  shape: readonly number[],
  kernel: readonly number[],
  { strides, dilations, padding }: Pick<Convolution, "strides" | "dilations" | "padding">,
): { readonly pads: readonly (readonly [number, number])[]; readonly space: readonly number[] } {
  const axes = kernel.map((kernel, i) => ({
    ...{ size: shape[i + 1]!, kernel, stride: strides[i]!, dilation: dilations[i]! },
  }));
  const pads = axes.map((axis, i) => (typeof padding === "string" ? padsOf(padding, axis) : padding[i]!));
  const space = axes.map((axis, i) => windowOut(axis, pads[i]!));
  if (space.some((size) => !(size >= 1)))
    throw new UserError(`its window [${kernel}] is larger than its input [${shape}]; check the input's size`);
  return { pads, space };
}

/** A convolution over any number of spatial axes of a channels-last value. */
export function convolution(g: GraphBuilder, x: Value, conv: Convolution): Value {
  const { kernel, bias, strides, dilations, groups } = conv;
  const [filters, , ...sizes] = kernel.shape as [number, number, ...number[]];
  const { pads, space } = convolutionWindow(x.shape, sizes, conv);
  const order = channelsFirst(x.shape.length);
  const inputs = [g.as(x, order), g.weight("kernel", kernel)];
  if (bias !== undefined) inputs.push(g.weight("bias", bias));
  const name = g.node("Conv", inputs, { ...windowAttributes(sizes, strides, dilations, pads), group: int(groups) });
  return { name, shape: [x.shape[0]!, ...space, filters], order, dtype: "float32" };
}

/** Attributes that only repeat a default are left out. */
export function windowAttributes(
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  pads: readonly (readonly [number, number])[],
): Attributes {
  return {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    ...(dilations.some((d) => d !== 1) ? { dilations: ints(dilations) } : {}),
    pads: ints(onnxPads(pads)),
  };
}
