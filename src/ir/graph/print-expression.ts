import type { Graph, Node, ResultValue, TensorType, Value } from "./graph.js";

/**
 * Relay's tree of a graph: where our nodes take and give lists of values, Relay has tuples and tuple projections,
 * which count as expressions of their own when it numbers them.
 */
export type Expression =
  | { readonly kind: "leaf"; readonly value: Value }
  | { readonly kind: "call"; readonly node: Node; readonly children: readonly Expression[] }
  | {
      readonly kind: "item";
      readonly index: number;
      readonly type: TensorType;
      readonly children: readonly Expression[];
    }
  | { readonly kind: "tuple"; readonly children: readonly Expression[] };

/** The inputs of `node` as Relay's arguments: how many values each argument takes (0 = the value itself, no tuple). */
function argumentSizes(node: Node): number[] {
  if (node.op === "concatenate") return [node.inputs.length];
  if (node.op !== "qnn.concatenate") return node.inputs.map(() => 0);
  const count = (node.inputs.length - 2) / 3;
  return [count, count, count, 0, 0];
}

/** Relay's expression of the graph's outputs; shared values are shared expressions. */
export function expressionOf(graph: Graph, order: readonly Node[]): Expression {
  const calls = new Map<Node, Expression>();
  const leaves = new Map<Value, Expression>();
  const items = new Map<ResultValue, Expression>();
  const memo = <K>(map: Map<K, Expression>, key: K, make: () => Expression): Expression => {
    const found = map.get(key) ?? make();
    map.set(key, found);
    return found;
  };
  const expression = (value: Value): Expression => {
    if (value.kind !== "result") return memo(leaves, value, () => ({ kind: "leaf", value }));
    const call = calls.get(value.node) as Expression;
    if (value.node.results.length === 1) return call;
    return memo(items, value, () => ({ kind: "item", index: value.index, type: value.type, children: [call] }));
  };
  for (const node of order) {
    let next = 0;
    const children = argumentSizes(node).map((size): Expression => {
      if (size === 0) return expression(node.inputs[next++] as Value);
      return { kind: "tuple", children: node.inputs.slice(next, (next += size)).map(expression) };
    });
    calls.set(node, { kind: "call", node, children });
  }
  const outputs = graph.outputs.map(expression);
  return outputs.length === 1 ? (outputs[0] as Expression) : { kind: "tuple", children: outputs };
}

/** Every expression below `root`, children first and left to right, each once; and how many parents each has. */
export function visitOrder(root: Expression): { order: Expression[]; parents: Map<Expression, number> } {
  const order: Expression[] = [];
  const parents = new Map<Expression, number>();
  const expanded = new Set<Expression>();
  const done = new Set<Expression>();
  const stack = [root];
  for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
    if (done.has(top)) {
      stack.pop();
    } else if (expanded.has(top) || top.kind === "leaf") {
      done.add(top);
      order.push(top);
      stack.pop();
    } else {
      expanded.add(top);
      for (const child of top.children) parents.set(child, (parents.get(child) ?? 0) + 1);
      for (const child of top.children.toReversed()) if (!done.has(child)) stack.push(child);
    }
  }
  return { order, parents };
}
