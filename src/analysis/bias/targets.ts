import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { CallLayer, ParamLayer, Program } from "../../ir/graph/program.js";
import type { Range } from "../../quantization/calibrate/range.js";
import type { MeanTarget } from "./float-means.js";
import { windows } from "./windows.js";

/** A bias that can be moved: where it stands in the program, and what its movement does. */
export interface BiasTarget extends MeanTarget {
  /** The float tensor that the Conv or Gemm makes. */
  readonly tensor: string;
  /** The one that holds its sums: that before a Relu which is fused. */
  readonly sums: string;
  readonly param: ParamLayer;
  /** Layers from the constant to the sum, the sum itself last. */
  readonly chain: readonly CallLayer[];
  /** Layers from the sum to the node's int8 output, both included. */
  readonly tail: readonly CallLayer[];
  /** Of the int8 output. */
  readonly exponent: number;
  /** Of the bias: 8, 20 or 32. */
  readonly bits: number;
}

/** Output channels of a Conv or Gemm with constant weights; undefined for any other node. */
export function channelsOf(float: OnnxModel, node: OnnxNode): number | undefined {
  const shape = float.graph.initializers.get(node.inputs[1] ?? "")?.shape;
  if (node.opType === "Conv") return shape?.[0];
  if (node.opType !== "Gemm" || node.outputs[0] === undefined) return undefined;
  return shape?.[node.attributes.get("transB")?.value === 1 ? 0 : 1];
}

/** The biases of a compiled quantized model, by the index of the layer that adds each. */
export function biasTargets(float: OnnxModel, quantized: OnnxModel, program: Program): Map<number, BiasTarget> {
  const producers = new Map(quantized.graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node.name])));
  const cut = windows(float);
  const found = new Map<number, BiasTarget>();
  for (const node of float.graph.nodes) {
    const tensor = node.outputs[0] as string;
    const channels = channelsOf(float, node);
    const name = producers.get(`${tensor}_quantized`);
    if (channels === undefined || name === undefined) continue;
    const target = targetOf(program, name);
    if (target === undefined || target.param.tensor.size !== channels) continue;
    const window = representable(cut.get(tensor) as Range, target.exponent);
    found.set(target.tail[0]!.index, {
      ...target,
      tensor,
      sums: tensor,
      channels,
      window,
      last: node.opType === "Gemm",
    });
  }
  return found;
}

function targetOf(program: Program, onnx: string): Omit<BiasTarget, "tensor" | "sums" | keyof MeanTarget> | undefined {
  const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call");
  const own = calls.filter((layer) => layer.onnx.includes(onnx));
  for (const sum of own.filter(({ op }) => op === "add")) {
    const [, right] = sum.inputs;
    const chain: CallLayer[] = [sum];
    let source = program.layers[right?.layer ?? -1];
    while (source?.kind === "call" && source.inputs.length === 1) {
      chain.unshift(source);
      source = program.layers[source.inputs[0]!.layer];
    }
    const tail = own.filter(({ index }) => index >= sum.index);
    const { exponent, types } = tail.at(-1) as CallLayer;
    if (source?.kind !== "param" || typeof exponent !== "number" || types[0]!.dtype !== "int8") continue;
    return { param: source, chain, tail, exponent, bits: source.tensor.dtype === "int8" ? 8 : 32 };
  }
  return undefined;
}

function representable({ min, max }: Range, exponent: number): Range {
  return { min: Math.max(min, -128 * 2 ** exponent), max: Math.min(max, 127 * 2 ** exponent) };
}
