import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { QuantizationRow, QuantizeResult } from "../../quantization/quantize/result.js";

/** Operators that compute in integers; the others move values, select them, or follow the integers of another. */
const COMPUTING: ReadonlySet<string> = new Set([
  "Add",
  "AveragePool",
  "Concat",
  "Conv",
  "Gemm",
  "GlobalAveragePool",
  "LeakyRelu",
  "MatMul",
  "Mul",
  "Sigmoid",
]);

/** A node of the float model that runs in integers, with the scales of its tensors. */
export interface IntegerLayer {
  readonly node: OnnxNode;
  /** The tensor it makes. */
  readonly tensor: string;
  readonly output: QuantizationRow;
  readonly weight: QuantizationRow | undefined;
  readonly bias: QuantizationRow | undefined;
  /** Float tensors it reads that are no constants. */
  readonly inputs: readonly string[];
}

export function integerLayers({ graph }: OnnxModel, { tensors }: QuantizeResult): IntegerLayer[] {
  const rows = new Map(tensors.map((row) => [`${row.kind} ${row.tensor}`, row]));
  const layers: IntegerLayer[] = [];
  for (const node of graph.nodes) {
    const tensor = node.outputs[0] as string;
    const output = rows.get(`activation ${tensor}`);
    if (!COMPUTING.has(node.opType) || output === undefined) continue;
    const constants = node.inputs.filter((name) => graph.initializers.has(name));
    const weight = constants.map((name) => rows.get(`weight ${name}`)).find((row) => row !== undefined);
    const bias = rows.get(`bias ${node.inputs[2]}`);
    const inputs = [...new Set(node.inputs.filter((name) => name !== "" && !graph.initializers.has(name)))];
    layers.push({ node, tensor, output, weight, bias, inputs });
  }
  return layers;
}
