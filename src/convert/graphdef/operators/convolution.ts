import type { Tensor } from "../../../base/tensor/tensor.js";
import { permute } from "../../graph/permute.js";
import { identity } from "../../graph/value.js";
import { convolution } from "../../operators/convolution.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { type Fused, fusedOf } from "./fused.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";
import { paddingOf, spatialSizes } from "./window.js";

/** Weights of as many axes as the value has. */
export function kernelOf(call: NodeCall, index: number, rank: number): Tensor {
  const kernel = call.constant(index);
  const good = kernel.shape.length === rank && kernel.dtype === "float32" && kernel.size > 0;
  return good ? kernel : call.refuse("kernel", `${kernel.dtype}[${kernel.shape}]`, `float32 of ${rank} axes`);
}

const PLAIN: Fused = { activate: (x) => x };

/** Conv2D, Conv3D: [...space, in / groups, out]. */
export const conv = (space: number, fused: (call: NodeCall) => Fused = () => PLAIN): NodeRule => ({
  emit(call) {
    const rank = space + 2;
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, checkedValue(call, rank), first);
    const kernel = kernelOf(call, 1, rank);
    const groups = x.shape.at(-1)! / kernel.shape[space]!;
    if (!Number.isInteger(groups) || groups < 1 || kernel.shape[space + 1]! % groups !== 0)
      return call.refuse("kernel", `[${kernel.shape}]`, `one for ${x.shape.at(-1)} channels`);
    const { bias, activate } = fused(call);
    const result = convolution(call.g, x, {
      ...{ groups, kernel: permute(kernel, [space + 1, space, ...identity(space)]) },
      strides: spatialSizes(call, "strides", rank, first),
      dilations: spatialSizes(call, "dilations", rank, first, 1),
      padding: paddingOf(call, rank, first),
      ...(bias === undefined ? {} : { bias: checked(call, bias, kernel.shape[space + 1]!) }),
    });
    return fromChannelsLast(call, activate(result), first);
  },
});

/** DepthwiseConv2dNative: [H, W, channels, multiplier]. */
export const depthwise = (fused: (call: NodeCall) => Fused = () => PLAIN): NodeRule => ({
  emit(call) {
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, checkedValue(call, 4), first);
    const kernel = kernelOf(call, 1, 4);
    const [rows, columns, channels, multiplier] = kernel.shape as [number, number, number, number];
    if (channels !== x.shape[3]) return call.refuse("kernel", `[${kernel.shape}]`, `one for ${x.shape[3]} channels`);
    const { bias, activate } = fused(call);
    const filters = channels * multiplier;
    const result = convolution(call.g, x, {
      kernel: permute(kernel, [2, 3, 0, 1]).reshape([filters, 1, rows, columns]),
      groups: channels,
      strides: spatialSizes(call, "strides", 4, first),
      dilations: spatialSizes(call, "dilations", 4, first, 1),
      padding: paddingOf(call, 4, first),
      ...(bias === undefined ? {} : { bias: checked(call, bias, filters) }),
    });
    return fromChannelsLast(call, activate(result), first);
  },
});

function checkedValue(call: NodeCall, rank: number) {
  const x = call.value(0);
  return x.shape.length === rank ? x : call.refuse("input 0", `[${x.shape}]`, `a tensor of ${rank} axes`);
}

function checked(call: NodeCall, bias: Tensor, filters: number): Tensor {
  return bias.size === filters ? bias : call.refuse("bias", `[${bias.shape}]`, `${filters} numbers`);
}

export const fusedConv2d = conv(2, fusedOf);
export const fusedDepthwise = depthwise(fusedOf);
