import { stringAttribute } from "../../../kernels-ref/attributes.js";
import { sizeOf } from "../../../kernels-ref/index.js";
import type { CallLayer, Program } from "./program.js";

/**
 * Multiplications with accumulation of a call, counted as if no tap fell outside of the image; 0 for an operator that sums
 * no products.
 */
export function macsOf(program: Program, layer: CallLayer): number {
  const [data, weight, recurrence] = layer.inputs.map(
    ({ layer, output }) => program.layers[layer]!.types[output]!.shape,
  );
  const made = layer.types[0]!.shape;
  switch (layer.op) {
    case "nn.conv2d":
    case "esp.conv2d":
    case "esp.depthwise_conv2d":
      return (sizeOf(made) * sizeOf(weight!)) / imageChannels(layer, made);
    case "nn.conv2d_transpose":
      return (sizeOf(data!) * sizeOf(weight!)) / imageChannels(layer, data!);
    case "espdl.conv":
      return (sizeOf(made) * sizeOf(weight!)) / Math.max(made.at(-1)!, 1);
    case "nn.batch_matmul":
    case "nn.dense":
    case "esp.dense":
    case "espdl.matmul":
      return sizeOf(made) * data!.at(-1)!;
    case "espdl.attention":
      return (2 * sizeOf(made) * sizeOf(weight!)) / (made[0]! * weight!.at(-1)! * keyHeads(layer, weight!));
    case "espdl.gru":
    case "espdl.lstm":
      return data![0]! * (sizeOf(weight!) + sizeOf(recurrence!));
    default:
      return 0;
  }
}

/** Heads of the keys of an attention. */
function keyHeads({ attributes }: CallLayer, key: readonly number[]): number {
  return key[stringAttribute(attributes, "layout") === "BNHD" ? 2 : 1]!;
}

/** At least 1: an empty image has none. */
function imageChannels({ attributes }: CallLayer, shape: readonly number[]): number {
  return Math.max(shape[stringAttribute(attributes, "data_layout", "NCHW").indexOf("C")]!, 1);
}
