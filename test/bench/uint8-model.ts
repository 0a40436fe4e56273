import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";

/** Where QLinear operators have the zero point of their result. */
const OUTPUT_ZERO: Readonly<Record<string, number>> = {
  QuantizeLinear: 2,
  QLinearConv: 7,
  QLinearAdd: 7,
  QLinearMatMul: 7,
  QLinearGlobalAveragePool: 4,
  QLinearAveragePool: 4,
  QGemm: 8,
};
const PASSES = new Set(["MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze"]);

/**
 * An int8 model of this project as onnxruntime runs it fastest: activations uint8, weights int8, biases int32 inside the
 * convolutions, Relu as the lower end of the range.
 */
export function uint8Model(model: OnnxModel): OnnxModel {
  const initializers = new Map(model.graph.initializers);
  initializers.set("z0", Tensor.scalar("uint8", 0)).set("z128", Tensor.scalar("uint8", 128));
  const readers = (name: string): OnnxNode[] => model.graph.nodes.filter(({ inputs }) => inputs.includes(name));
  const zero = new Map<string, string>();
  const merged = new Set<OnnxNode>();
  const nodes: OnnxNode[] = [];
  for (const node of model.graph.nodes) {
    if (merged.has(node)) continue;
    const inputs = [...node.inputs];
    let [output] = node.outputs as [string];
    const next = (): OnnxNode | undefined => (readers(output).length === 1 ? readers(output)[0] : undefined);
    const sum = node.opType === "QLinearConv" ? next() : undefined;
    if (sum?.opType === "QLinearAdd" && sum.inputs[1] === sum.inputs[4]) {
      inputs.push(bias(node, sum, initializers));
      [output] = sum.outputs as [string];
      merged.add(sum);
    }
    inputs.forEach((name, i) => {
      const at = zero.get(name);
      if (at !== undefined && i + 2 < inputs.length && /Linear|QGemm/.test(node.opType)) inputs[i + 2] = at;
    });
    const position = OUTPUT_ZERO[node.opType];
    if (position !== undefined) {
      const relu = next();
      const fuses = relu?.opType === "Relu";
      if (fuses) {
        [output] = relu.outputs as [string];
        merged.add(relu);
      }
      inputs[position] = fuses ? "z0" : "z128";
      zero.set(output, inputs[position]);
    } else if (PASSES.has(node.opType) && zero.has(inputs[0]!)) zero.set(output, zero.get(inputs[0]!)!);
    nodes.push({ ...node, inputs, outputs: [output] });
  }
  return { ...model, graph: { ...model.graph, nodes, initializers, valueInfo: new Map() } };
}

function bias(conv: OnnxNode, sum: OnnxNode, initializers: Map<string, Tensor>): string {
  const scale = (i: number): number => Number(initializers.get(conv.inputs[i]!)!.data[0]);
  const factor = scale(6) / (scale(1) * scale(4));
  const added = initializers.get(sum.inputs[3]!)!.toNumbers();
  const name = `${sum.name}/int32`;
  initializers.set(
    name,
    new Tensor(
      "int32",
      [added.length],
      Int32Array.from(added, (value) => value * factor),
    ),
  );
  return name;
}
