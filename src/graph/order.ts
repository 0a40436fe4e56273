import type { Graph, Node, Value } from "./graph.js";

/**
 * Every node the outputs need, each after its inputs: depth first from the first output, arguments left to right.
 * Iterative, so that a chain of 100,000 nodes does not exhaust the stack.
 */
export function postOrder(graph: Graph): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, number>();
  const stack: Node[] = [];
  const enter = (value: Value): void => {
    if (value.kind === "result" && !state.has(value.node)) {
      state.set(value.node, 0);
      stack.push(value.node);
    }
  };
  for (const output of graph.outputs) {
    enter(output);
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as Node;
      const next = state.get(node) as number;
      if (next === node.inputs.length) {
        order.push(node);
        stack.pop();
      } else {
        state.set(node, next + 1);
        enter(node.inputs[next] as Value);
      }
    }
  }
  return order;
}
