import type { OnnxModel } from "../../formats/onnx/model.js";

/** Operator types whose float inputs and outputs are calibrated, whether or not the quantizer will touch the node. */
const CALIBRATED_OPERATORS: ReadonlySet<string> = new Set([
  "ArgMax",
  "Conv",
  "Gemm",
  "MatMul",
  "Add",
  "Mul",
  "Relu",
  "Clip",
  "LeakyRelu",
  "Sigmoid",
  "MaxPool",
  "GlobalAveragePool",
  "Split",
  "Pad",
  "Reshape",
  "Squeeze",
  "Unsqueeze",
  "Resize",
  "AveragePool",
  "Concat",
  "Softmax",
  "Where",
  "Gather",
  "Transpose",
  "EmbedLayerNormalization",
]);

/**
 * Names of the activations that get a range: float32, not an initializer, of a type that the model states (run shape
 * inference first: a tensor without a value_info is not seen).
 */
export function calibratedTensors(model: OnnxModel): string[] {
  const { graph } = model;
  const float = new Set<string>();
  for (const info of [...graph.valueInfo.values(), ...graph.outputs, ...graph.inputs]) {
    if (info.dtype === "float32" && !graph.initializers.has(info.name)) float.add(info.name);
  }
  const names = new Set<string>();
  for (const node of graph.nodes) {
    if (!CALIBRATED_OPERATORS.has(node.opType)) continue;
    for (const name of [...node.inputs, ...node.outputs]) if (float.has(name)) names.add(name);
  }
  return [...names];
}
