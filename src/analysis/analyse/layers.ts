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

/** How a tensor of the float model stands in integers. */
export interface Scaled {
  readonly tensor: string;
  /** Its name in the quantized model. */
  readonly quantized: string;
  /** Real value = integer · 2^exponent; one a channel if it is a list. */
  readonly exponent: number | readonly number[];
  /** Width of the integers. */
  readonly bits: number;
  /** Share of a bias that its bits cannot hold, 0 … 1. */
  readonly clipped?: number;
}

/** What of the float model runs in integers as one layer, with the scales of its tensors. */
export interface IntegerLayer {
  /** The node that computes; a Relu behind it that the layer does with it has no say. */
  readonly node: OnnxNode;
  /** The tensor it makes. */
  readonly tensor: string;
  readonly output: Scaled;
  readonly weight: Scaled | undefined;
  readonly bias: Scaled | undefined;
  /** Float tensors it reads that are no constants. */
  readonly inputs: readonly string[];
}

export function integerLayers({ graph }: OnnxModel, { tensors }: QuantizeResult): IntegerLayer[] {
  const rows = new Map(tensors.map((row) => [`${row.kind} ${row.tensor}`, scaledOf(row)]));
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

const scaledOf = ({ dtype, ...row }: QuantizationRow): Scaled => ({ ...row, bits: dtype === "int8" ? 8 : 32 });
