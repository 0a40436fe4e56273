import { int } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";

/** Softmax or LogSoftmax along an axis of the source. */
export function softmax(g: GraphBuilder, opType: "Softmax" | "LogSoftmax", x: Value, axis: number): Value {
  return { ...x, name: g.node(opType, [x.name], { axis: int(x.order.indexOf(axis)) }) };
}
