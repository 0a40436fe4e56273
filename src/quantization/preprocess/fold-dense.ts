import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { nameMaker } from "./unique-name.js";

/** y = x·factor + offset, one of each a column. */
interface Affine {
  readonly factor: (column: number) => number;
  readonly offset: (column: number) => number;
}

/**
 * A batch normalization behind a dense layer, whole or as the Mul and Add that exporters make of it, goes into the
 * layer's weights and bias: Gemm → Mul, Add or BatchNormalization with constants, where nobody else reads between.
 */
export function foldDense(model: OnnxModel): OnnxModel {
  let current = model;
  for (let folded = foldOne(current); folded !== undefined; folded = foldOne(current)) current = folded;
  return current;
}

function foldOne(model: OnnxModel): OnnxModel | undefined {
  const { graph } = model;
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  for (const gemm of graph.nodes) {
    if (gemm.opType !== "Gemm" || gemm.domain !== "" || outputs.has(gemm.outputs[0] as string)) continue;
    const [reader, ...others] = readers.get(gemm.outputs[0] as string) ?? [];
    if (reader === undefined || others.length > 0) continue;
    const made = folded(model, gemm, reader);
    if (made !== undefined) return made;
  }
  return undefined;
}

function folded(model: OnnxModel, gemm: OnnxNode, reader: OnnxNode): OnnxModel | undefined {
  const { graph } = model;
  const constant = (name: string | undefined): Tensor | undefined => {
    const tensor = graph.initializers.get(name ?? "");
    return tensor?.dtype === "float32" && !graph.replaceable?.has(name as string) ? tensor : undefined;
  };
  const weight = constant(gemm.inputs[1]);
  const number = (name: string): number => (gemm.attributes.get(name)?.value as number | undefined) ?? 1;
  if (weight === undefined || number("alpha") !== 1 || number("beta") !== 1) return undefined;
  const transposed = gemm.attributes.get("transB")?.value === 1;
  const [rows, columns] = (transposed ? [...weight.shape].reverse() : weight.shape) as [number, number];
  const bias = gemm.inputs[2] ? constant(gemm.inputs[2]) : Tensor.zeros("float32", [columns]);
  if (bias === undefined || bias.shape.at(-1) !== columns || bias.size !== columns) return undefined;
  const affine = affineOf(reader, gemm.outputs[0] as string, columns, constant);
  if (affine === undefined) return undefined;

  const scaled = Float32Array.from(weight.data as Float32Array, (w, i) => {
    return w * affine.factor(transposed ? Math.floor(i / rows) : i % columns);
  });
  const moved = Float32Array.from(bias.data as Float32Array, (b, i) => b * affine.factor(i) + affine.offset(i));
  const name = nameMaker(graph);
  const [weightName, biasName] = [name(`${gemm.inputs[1]}_folded`), name(`${gemm.outputs[0]}_folded_bias`)];
  const merged = { ...gemm, inputs: [gemm.inputs[0] as string, weightName, biasName], outputs: reader.outputs };
  const nodes = graph.nodes.filter((node) => node !== reader).map((node) => (node === gemm ? merged : node));
  const read = new Set([...nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.name)]);
  const initializers = new Map([...graph.initializers].filter(([key]) => read.has(key)));
  initializers.set(weightName, new Tensor("float32", weight.shape, scaled));
  initializers.set(biasName, new Tensor("float32", [columns], moved));
  return { ...model, graph: { ...graph, nodes, initializers } };
}

function affineOf(
  node: OnnxNode,
  data: string,
  columns: number,
  constant: (name: string | undefined) => Tensor | undefined,
): Affine | undefined {
  if (node.opType === "BatchNormalization" && node.inputs[0] === data) {
    const [scale, shift, mean, variance] = node.inputs.slice(1).map(constant);
    if (!scale || !shift || !mean || !variance || node.outputs.length > 1) return undefined;
    const epsilon = (node.attributes.get("epsilon")?.value as number | undefined) ?? 1e-5;
    const factor = (i: number): number => Number(scale.data[i]) / Math.sqrt(Number(variance.data[i]) + epsilon);
    return { factor, offset: (i) => Number(shift.data[i]) - Number(mean.data[i]) * factor(i) };
  }
  if ((node.opType !== "Mul" && node.opType !== "Add") || node.inputs[0] === node.inputs[1]) return undefined;
  const operand = constant(node.inputs[node.inputs[0] === data ? 1 : 0]);
  if (operand === undefined || operand.shape.length > 2) return undefined;
  if (operand.size !== 1 && (operand.size !== columns || operand.shape.at(-1) !== columns)) return undefined;
  const value = (i: number): number => Number(operand.data[operand.size === 1 ? 0 : i]);
  return node.opType === "Mul" ? { factor: value, offset: () => 0 } : { factor: () => 1, offset: value };
}
