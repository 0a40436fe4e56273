import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxNode } from "../../formats/onnx/model.js";

/**
 * DequantizeLinear → Relu → QuantizeLinear with equal scales becomes one int8 Relu, where nobody else reads the two
 * float tensors. A float tensor that is an output of the graph is read by the caller, so it stays.
 */
export function foldRelu(
  nodes: readonly OnnxNode[],
  initializers: ReadonlyMap<string, Tensor>,
  graphOutputs: ReadonlySet<string>,
): OnnxNode[] {
  const producer = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const removed = new Set<OnnxNode>();
  const folded = new Map<OnnxNode, OnnxNode>();
  for (const relu of nodes) {
    if (relu.opType !== "Relu") continue;
    const [input, output] = [relu.inputs[0] as string, relu.outputs[0] as string];
    const before = producer.get(input);
    const [after, ...others] = readers.get(output) ?? [];
    if (before?.opType !== "DequantizeLinear" || after?.opType !== "QuantizeLinear") continue;
    if (others.length > 0 || readers.get(input)?.length !== 1) continue;
    if (graphOutputs.has(input) || graphOutputs.has(output)) continue;
    if (scaleOf(before, initializers) !== scaleOf(after, initializers)) continue;
    folded.set(relu, { ...relu, inputs: [before.inputs[0] as string], outputs: after.outputs });
    removed.add(before).add(after);
  }
  return nodes.filter((node) => !removed.has(node)).map((node) => folded.get(node) ?? node);
}

function scaleOf(node: OnnxNode, initializers: ReadonlyMap<string, Tensor>): number {
  return (initializers.get(node.inputs[1] as string) as Tensor).item();
}
