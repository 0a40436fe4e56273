import type { OnnxNode } from "../../formats/onnx/model.js";

/** Names every node `OpType_N`, counted from 1 for each type in the order of the list. */
export function numberNodes(nodes: readonly OnnxNode[]): OnnxNode[] {
  const counts = new Map<string, number>();
  return nodes.map((node) => {
    const count = (counts.get(node.opType) ?? 0) + 1;
    counts.set(node.opType, count);
    return { ...node, name: `${node.opType}_${count}` };
  });
}
