import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";

/** Integer weights as the text of a recipe: base64 of their bytes. */
export const toText = (integers: Int8Array): string =>
  Buffer.from(integers.buffer, integers.byteOffset, integers.length).toString("base64");

export const fromText = (text: string): Int8Array => Int8Array.from(Buffer.from(text, "base64"));

/** Integers in steps 2^step times as large. */
export const rescale = (integers: Int8Array, step: number): Int8Array =>
  integers.map((q) => Math.min(Math.max(Math.round(q * 2 ** -step), -127), 127));

/**
 * The float model with the weights of some nodes on given integers, as real values.
 * @param integers base64 by the tensor that the node makes
 * @param exponents by the weight's name: one, or one an output channel
 * @param keepFloat tensors whose nodes stay float, with their own weights
 * @throws UserError where they do not fit the model.
 */
export function withIntegerWeights(
  model: OnnxModel,
  integers: Readonly<Record<string, string>>,
  exponents: Readonly<Record<string, number | readonly number[]>>,
  keepFloat: readonly string[],
): OnnxModel {
  const { graph } = model;
  const initializers = new Map(graph.initializers);
  for (const node of graph.nodes) {
    const text = integers[node.outputs[0] ?? ""];
    if (text === undefined || keepFloat.includes(node.outputs[0]!)) continue;
    const name = node.inputs[1] ?? "";
    const weight = graph.initializers.get(name);
    const values = fromText(text);
    const given = exponents[name];
    if (weight?.size !== values.length || given === undefined)
      throw new UserError(
        `recipe: ${printable(name)} has ${weight?.size ?? 0} weights, got ${values.length}; make a new one with tune`,
      );
    const step = stepsOf(node, weight, given);
    const data = Float32Array.from(values, (q, at) => q * step(at));
    initializers.set(name, new Tensor("float32", weight.shape, data));
  }
  return { ...model, graph: { ...graph, initializers } };
}

/** The step of each element of a Conv's or Gemm's weights. */
export function stepsOf(
  { opType, attributes }: OnnxNode,
  { shape, size }: Tensor,
  exponent: number | readonly number[],
): (element: number) => number {
  const steps = [exponent].flat().map((each) => 2 ** each);
  const channelFirst = opType === "Conv" || attributes.get("transB")?.value === 1;
  const inner = channelFirst ? size / shape[0]! : 1;
  return (element) => steps[Math.floor(element / inner) % steps.length]!;
}
