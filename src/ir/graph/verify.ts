import { sizeOf } from "../../../kernels-ref/array.js";
import type { Graph, Node, TensorType, Value } from "./graph.js";
import { completeAttributes, inferType } from "./infer.js";
import { show } from "./operators/rule.js";

/**
 * Checks the laws of a graph: acyclic, every input listed, attributes known and of the right kind, result types equal
 * to the operators' rules. @throws Error naming the pass and the node; a pass broke the graph, the user did nothing wrong.
 */
export function verifyGraph(graph: Graph, pass: string): void {
  const fail = (node: Node | undefined, message: string): never => {
    const name = node === undefined ? "graph" : [node.op, ...node.origin.onnx].join(" ");
    throw new Error(`after ${pass}: ${name}: ${message}`);
  };
  if (graph.outputs.length === 0) fail(undefined, "there are no outputs");
  const checkValue = (value: Value, node?: Node): void => {
    if (value.kind === "input" && !graph.inputs.includes(value))
      fail(node, `input ${value.name} is not an input of the graph`);
    if (value.kind === "constant" && value.tensor.data.length !== sizeOf(value.type.shape))
      fail(node, "a constant's size differs from its type");
    if (value.kind === "result" && value.node.results[value.index] !== value)
      fail(node, "a result does not belong to its node");
  };
  for (const node of acyclicOrder(graph, fail)) {
    for (const value of node.inputs) checkValue(value, node);
    checkTypes(node, (message) => fail(node, message));
  }
  for (const output of graph.outputs) checkValue(output);
}

function checkTypes(node: Node, fail: (message: string) => never): void {
  let types: readonly TensorType[] = [];
  try {
    completeAttributes(node.op, node.attributes);
    types = inferType(
      node.op,
      node.inputs.map((value) => value.type),
      node.attributes,
    );
  } catch (error) {
    fail((error as Error).message);
  }
  if (types.length !== node.results.length) fail(`${node.results.length} results, the rule gives ${types.length}`);
  types.forEach((type, i) => {
    const found = (node.results[i] as Value).type;
    if (show(type) !== show(found)) fail(`result ${i} is ${show(found)}, the rule gives ${show(type)}`);
  });
}

/** Post order with a check that no node reaches itself; iterative, for deep graphs. */
function acyclicOrder(graph: Graph, fail: (node: Node, message: string) => never): Node[] {
  const order: Node[] = [];
  const done = new Set<Node>();
  const open = new Set<Node>();
  const stack: { readonly node: Node; next: number }[] = [];
  const enter = (value: Value): void => {
    if (value.kind !== "result" || done.has(value.node)) return;
    if (open.has(value.node)) fail(value.node, "the node depends on itself");
    open.add(value.node);
    stack.push({ node: value.node, next: 0 });
  };
  for (const output of graph.outputs) {
    enter(output);
    for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
      const value = top.node.inputs[top.next++];
      if (value !== undefined) {
        enter(value);
        continue;
      }
      open.delete(top.node);
      done.add(top.node);
      order.push(top.node);
      stack.pop();
    }
  }
  return order;
}
