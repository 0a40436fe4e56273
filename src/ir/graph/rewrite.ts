import { node as build } from "./build.js";
import type { Graph, Node, Value } from "./graph.js";
import { postOrder } from "./order.js";

/**
 * Replaces one node. `node` is as it was before the pass; `inputs` are its already rewritten inputs.
 * Returns one value a result, or undefined to keep the node (rebuilt if an input changed).
 */
export type Rewriter = (node: Node, inputs: readonly Value[]) => readonly Value[] | undefined;

/** Rewrites every node once, bottom up in execution order; a node used twice is rewritten once. */
export function rewrite(graph: Graph, rewriter: Rewriter): Graph {
  const results = new Map<Node, readonly Value[]>();
  const mapped = (value: Value): Value =>
    value.kind === "result" ? ((results.get(value.node) as readonly Value[])[value.index] as Value) : value;
  for (const node of postOrder(graph)) {
    const inputs = node.inputs.map(mapped);
    results.set(node, rewriter(node, inputs) ?? keep(node, inputs));
  }
  return { inputs: graph.inputs, outputs: graph.outputs.map(mapped) };
}

/** `node` on other inputs; the node itself when the inputs are its own. */
export function keep(node: Node, inputs: readonly Value[]): readonly Value[] {
  if (inputs.every((value, i) => value === node.inputs[i])) return node.results;
  return build(node.op, inputs, node.attributes, node.origin).results;
}

/** How many times each value is read, by nodes and as graph output. */
export function useCounts(graph: Graph): Map<Value, number> {
  const counts = new Map<Value, number>();
  const count = (value: Value): void => {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  };
  for (const node of postOrder(graph)) node.inputs.forEach(count);
  graph.outputs.forEach(count);
  return counts;
}
