import { sizeOf } from "../../../kernels-ref/index.js";
import { itemSize } from "../../base/tensor/dtype.js";
import type { TensorType } from "../../ir/graph/graph.js";
import type { Operand, Program } from "../../ir/graph/program.js";

export const bytesOf = ({ dtype, shape }: TensorType): number => sizeOf(shape) * itemSize(dtype);

/**
 * Bytes of activations that are alive while each layer runs, by its index: the model's inputs and outputs are counted,
 * constants are not; a reshape shares its input's memory.
 */
export function liveBytes(program: Program): number[] {
  const { layers } = program;
  const shared = new Map<number, Operand>();
  const root = (operand: Operand): Operand => shared.get(operand.layer) ?? operand;
  for (const layer of layers)
    if (layer.kind === "call" && layer.op === "reshape") shared.set(layer.index, root(layer.inputs[0]));
  const last = new Map<string, { readonly bytes: number; readonly from: number; to: number }>();
  const touch = (operand: Operand, to: number): void => {
    const { layer, output } = root(operand);
    if (layers[layer].kind === "param") return;
    const key = `${layer}:${output}`;
    const life = last.get(key) ?? { bytes: bytesOf(layers[layer].types[output]), from: layer, to };
    life.to = Math.max(life.to, to);
    last.set(key, life);
  };
  for (const layer of layers) {
    layer.types.forEach((_, output) => {
      touch({ layer: layer.index, output }, layer.index);
    });
    if (layer.kind === "call") for (const operand of layer.inputs) touch(operand, layer.index);
  }
  for (const operand of program.outputs) touch(operand, layers.length - 1);
  const live = new Float64Array(layers.length + 1);
  for (const { bytes, from, to } of last.values()) {
    live[from]! += bytes;
    live[to + 1]! -= bytes;
  }
  for (let index = 1; index < layers.length; index++) live[index]! += live[index - 1]!;
  return Array.from(live.subarray(0, layers.length));
}
