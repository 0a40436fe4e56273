import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";

/**
 * The number that ONNX Runtime gave a node when it loaded `original`: a node keeps it through fusions, which hand it the
 * output of what they swallow; a new node comes after all others.
 */
function numbersOf(original: readonly OnnxNode[], nodes: readonly OnnxNode[]): ReadonlyMap<OnnxNode, number> {
  const byOutput = new Map(original.flatMap((node, i) => node.outputs.map((name) => [`${node.opType} ${name}`, i])));
  const byInput = new Map(original.map((node, i) => [`${node.opType} ${node.inputs.slice(0, 2)}`, i]));
  return new Map(
    nodes.map((node, i) => {
      const made = byOutput.get(`${node.opType} ${node.outputs[0]}`);
      const fused = byInput.get(`${node.opType} ${node.inputs.slice(0, 2)}`);
      return [node, (made ?? fused ?? original.length + i) as number];
    }),
  );
}

/**
 * The nodes as ONNX Runtime 1.14 writes a graph that it has changed: depth first from the nodes that nobody reads,
 * everything that a node needs just before it, and of several branches the one that was last in the file first.
 * @param original the graph as the runtime loaded it
 */
export function orderNodes(original: OnnxModel, model: OnnxModel): OnnxModel {
  const { nodes } = model.graph;
  const numbers = numbersOf(original.graph.nodes, nodes);
  const inFile = (a: OnnxNode, b: OnnxNode): number => numbers.get(a)! - numbers.get(b)!;
  const maker = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const makersOf = (node: OnnxNode): OnnxNode[] =>
    [...new Set(node.inputs.map((name) => maker.get(name)).filter((made) => made !== undefined))].sort(inFile);
  const read = new Set(nodes.flatMap(makersOf));
  const stack = nodes
    .filter((node) => !read.has(node))
    .sort(inFile)
    .map((node) => ({ node, leaves: false }));
  const visited = new Set<OnnxNode>();
  const ordered: OnnxNode[] = [];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node, leaves } = entry;
    if (leaves) ordered.push(node);
    if (leaves || visited.has(node)) continue;
    visited.add(node);
    stack.push({ node, leaves: true }, ...makersOf(node).map((made) => ({ node: made, leaves: false })));
  }
  return { ...model, graph: { ...model.graph, nodes: ordered } };
}
