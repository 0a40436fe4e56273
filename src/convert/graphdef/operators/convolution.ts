import { Tensor } from "../../../base/tensor/tensor.js";
import { permute } from "../../graph/permute.js";
import { identity } from "../../graph/value.js";
import { convolution } from "../../operators/convolution.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { type Fused, fusedOf } from "./fused.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";
import { paddingOf, spatialSizes } from "./window.js";

/** Weights of as many axes as the value has, its filters last. */
export function kernelOf(call: NodeCall, index: number, rank: number): Tensor {
  const format = call.text("filter_format", "HWIO");
  if (format !== "HWIO") return call.refuse("attribute filter_format", format, "HWIO");
  const kernel = call.constant(index);
  const good = kernel.shape.length === rank && kernel.dtype === "float32" && kernel.size > 0;
  return good ? kernel : call.refuse("kernel", `${kernel.dtype}[${kernel.shape}]`, `float32 of ${rank} axes`);
}

const PLAIN: Fused = { activate: (x) => x };

/** Conv2D, Conv3D: [...space, in / groups, out]. */
export const conv = (space: number, fused: (call: NodeCall, channels: number) => Fused = () => PLAIN): NodeRule => ({
  emit(call) {
    const rank = space + 2;
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, imageOf(call, rank), first);
    const kernel = kernelOf(call, 1, rank);
    const groups = x.shape.at(-1)! / kernel.shape[space]!;
    if (!Number.isInteger(groups) || groups < 1 || kernel.shape[space + 1]! % groups !== 0)
      return call.refuse("kernel", `[${kernel.shape}]`, `one for ${x.shape.at(-1)} channels`);
    const { bias, scale, activate } = fused(call, kernel.shape[space + 1]!);
    const result = convolution(call.g, x, {
      ...{ groups, kernel: scaled(permute(kernel, [space + 1, space, ...identity(space)]), scale) },
      strides: spatialSizes(call, "strides", rank, first),
      dilations: spatialSizes(call, "dilations", rank, first, 1),
      padding: paddingOf(call, rank, first),
      ...(bias === undefined ? {} : { bias }),
    });
    return fromChannelsLast(call, activate(result), first);
  },
});

/** DepthwiseConv2dNative: [H, W, channels, multiplier]. */
export const depthwise = (fused: (call: NodeCall, channels: number) => Fused = () => PLAIN): NodeRule => ({
  emit(call) {
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, imageOf(call, 4), first);
    const kernel = kernelOf(call, 1, 4);
    const [rows, columns, channels, multiplier] = kernel.shape as [number, number, number, number];
    if (channels !== x.shape[3]) return call.refuse("kernel", `[${kernel.shape}]`, `one for ${x.shape[3]} channels`);
    const filters = channels * multiplier;
    const { bias, scale, activate } = fused(call, filters);
    const result = convolution(call.g, x, {
      kernel: scaled(permute(kernel, [2, 3, 0, 1]).reshape([filters, 1, rows, columns]), scale),
      groups: channels,
      strides: spatialSizes(call, "strides", 4, first),
      dilations: spatialSizes(call, "dilations", 4, first, 1),
      padding: paddingOf(call, 4, first),
      ...(bias === undefined ? {} : { bias }),
    });
    return fromChannelsLast(call, activate(result), first);
  },
});

function imageOf(call: NodeCall, rank: number) {
  const x = call.value(0);
  return x.shape.length === rank ? x : call.refuse("input 0", `[${x.shape}]`, `a tensor of ${rank} axes`);
}

/** Each filter, whose axis comes first, multiplied by its number. */
function scaled(kernel: Tensor, scale: Float32Array | undefined): Tensor {
  if (scale === undefined) return kernel;
  const size = kernel.size / scale.length;
  const data = Float32Array.from(kernel.data as Float32Array, (value, i) => value * scale[Math.floor(i / size)]!);
  return new Tensor("float32", kernel.shape, data);
}

export const fusedConv2d = conv(2, fusedOf);
export const fusedDepthwise = depthwise(fusedOf);
