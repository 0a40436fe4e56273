import type { ConstantValue, Graph, Node, Value } from "./graph.js";

/** Every node the outputs need, each after its inputs: depth first from the first output, arguments left to right. */
export function postOrder(graph: Graph): Node[] {
  return visitOrder(graph).filter((item): item is Node => "op" in item);
}

/**
 * The same with the constants, each where it is first met: the order in which TVM's graph executor numbers nodes and
 * params. Iterative, so that a chain of 100,000 nodes does not exhaust the stack.
 */
export function visitOrder(graph: Graph): (Node | ConstantValue)[] {
  const order: (Node | ConstantValue)[] = [];
  const next = new Map<Node, number>();
  const constants = new Set<ConstantValue>();
  const stack: Node[] = [];
  const enter = (value: Value): void => {
    if (value.kind === "constant" && !constants.has(value)) {
      constants.add(value);
      order.push(value);
    }
    if (value.kind === "result" && !next.has(value.node)) {
      next.set(value.node, 0);
      stack.push(value.node);
    }
  };
  for (const output of graph.outputs) {
    enter(output);
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as Node;
      const at = next.get(node) as number;
      if (at === node.inputs.length) {
        order.push(node);
        stack.pop();
      } else {
        next.set(node, at + 1);
        enter(node.inputs[at] as Value);
      }
    }
  }
  return order;
}
