import type { OnnxNode } from "../../formats/onnx/model.js";

/**
 * Breadth-first topological order as the original writes it: nodes become ready first through initializers and graph
 * inputs in alphabetical order, then through the outputs of the nodes already placed.
 * @param sources names of initializers and graph inputs
 */
export function topologicalSort(nodes: readonly OnnxNode[], sources: Iterable<string>): OnnxNode[] {
  const missing = nodes.map((node) => node.inputs.filter((name) => name !== "").length);
  const consumers = new Map<string, number[]>();
  nodes.forEach((node, index) => {
    for (const name of node.inputs) {
      const known = consumers.get(name);
      if (known === undefined) consumers.set(name, [index]);
      else known.push(index);
    }
  });
  const sorted = nodes.filter((_, index) => missing[index] === 0);
  const provide = (name: string): void => {
    for (const index of consumers.get(name) ?? []) {
      missing[index]!--;
      if (missing[index] === 0) sorted.push(nodes[index] as OnnxNode);
    }
  };
  for (const name of [...new Set(sources)].sort()) provide(name);
  for (let next = 0; next < sorted.length; next++) {
    for (const output of (sorted[next] as OnnxNode).outputs) if (output !== "") provide(output);
  }
  return sorted;
}
