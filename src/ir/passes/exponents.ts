import type { Graph, Node, Origin, Value } from "../graph/graph.js";
import { postOrder } from "../graph/order.js";
import { isConstant } from "./pattern.js";

export type Exponent = Origin["exponent"];

const isInteger = (value: Value): boolean => /^u?int/.test(value.type.dtype);

/** Operators whose integer result is in the scale of their first input. */
const KEEPS = new Set([
  "broadcast_to",
  "cast",
  "clip",
  "image.resize2d",
  "layout_transform",
  "nn.batch_flatten",
  "nn.max_pool2d",
  "nn.pad",
  "nn.relu",
  "expand_dims",
  "gather",
  "gather_nd",
  "nn.depth_to_space",
  "nn.space_to_depth",
  "reshape",
  "split",
  "squeeze",
  "strided_slice",
  "take",
  "tile",
  "transpose",
]);

/** A per-channel list survives only where the channels stay last. */
function carried(node: Node, exponent: Exponent): Exponent {
  if (typeof exponent !== "object") return exponent;
  return node.op === "cast" || node.op === "clip" || node.op === "nn.relu" ? exponent : undefined;
}

function derived(node: Node, of: (value: Value) => Exponent): Exponent {
  const [first] = node.inputs;
  if (node.origin.exponent !== undefined) return node.origin.exponent;
  return first !== undefined && KEEPS.has(node.op) ? carried(node, of(first)) : undefined;
}

/** The exponent of a constant operand, read off its reader: a bias is in its sum's scale, a weight in what is left. */
function ofConstant(reader: Node, of: (value: Value) => Exponent): Exponent {
  const result = reader.results[0] as Value;
  const own = of(result);
  if (reader.op === "add" || reader.op === "cast") return own;
  const data = of(reader.inputs[0] as Value);
  if ((reader.op !== "nn.conv2d" && reader.op !== "nn.dense") || typeof data !== "number" || own === undefined)
    return undefined;
  return typeof own === "number" ? own - data : own.map((value) => value - data);
}

/**
 * Exponents of all integer values whose scale is known: from the nodes' origins, carried forward through operators
 * that keep the scale, and back to the weights and biases.
 */
export function exponentsOf(graph: Graph): Map<Value, number | readonly number[]> {
  const exponents = new Map<Value, number | readonly number[]>();
  const of = (value: Value): Exponent => exponents.get(value);
  const set = (value: Value, exponent: Exponent): void => {
    if (exponent !== undefined && isInteger(value) && !exponents.has(value)) exponents.set(value, exponent);
  };
  const order = postOrder(graph);
  for (const node of order) for (const result of node.results) set(result, derived(node, of));
  for (const node of order)
    for (const value of node.inputs)
      if (isConstant(value) && value.type.shape.length > 0) set(value, ofConstant(node, of));
  return exponents;
}
