import { int, ints } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { int64 } from "../graph/constants.js";
import { identity, type Value } from "../graph/value.js";

/** A reduction over axes of the source; what stays keeps its order. */
export function reduce(g: GraphBuilder, opType: string, x: Value, axes: readonly number[], keep: boolean): Value {
  const places = axes.map((axis) => x.order.indexOf(axis)).sort((a, b) => a - b);
  // ReduceSum alone takes its axes as an input from opset 13 on.
  const name =
    opType === "ReduceSum"
      ? g.node(opType, [x.name, g.weight("axes", int64(places))], { keepdims: int(keep ? 1 : 0) })
      : g.node(opType, [x.name], { axes: ints(places), keepdims: int(keep ? 1 : 0) });
  if (keep) return { ...x, name, shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) };
  const left = identity(x.shape.length).filter((axis) => !axes.includes(axis));
  return {
    name,
    shape: left.map((axis) => x.shape[axis]!),
    order: x.order.filter((axis) => !axes.includes(axis)).map((axis) => left.indexOf(axis)),
    dtype: x.dtype,
  };
}
