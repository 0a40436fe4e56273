import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxNode } from "../../formats/onnx/model.js";

/** The initializers that a node reads or the graph returns, in their order. */
export function usedInitializers(
  initializers: ReadonlyMap<string, Tensor>,
  nodes: readonly OnnxNode[],
  graphOutputs: ReadonlySet<string>,
): Map<string, Tensor> {
  const read = new Set([...nodes.flatMap((node) => node.inputs), ...graphOutputs]);
  return new Map([...initializers].filter(([name]) => read.has(name)));
}
