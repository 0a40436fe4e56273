import { UserError } from "../../base/errors.js";
import { int } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";
import { commonOrder } from "./elementwise.js";

/** Tensors one after the other along an axis of the source. */
export function concat(g: GraphBuilder, values: readonly Value[], axis: number): Value {
  const [first] = values as [Value];
  for (const { shape } of values)
    if (shape.length !== first.shape.length || shape.some((size, i) => i !== axis && size !== first.shape[i]))
      throw new UserError(`its inputs [${first.shape}] and [${shape}] differ beside axis ${axis}`);
  if (values.length === 1) return first;
  const order = commonOrder(...values);
  const name = g.node(
    "Concat",
    values.map((value) => g.as(value, order)),
    { axis: int(order.indexOf(axis)) },
  );
  const size = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  return { name, shape: first.shape.map((old, i) => (i === axis ? size : old)), order, dtype: first.dtype };
}
