import { int } from "../../graph/attributes.js";
import { identity, type Value } from "../../graph/value.js";
import { embedding } from "../../operators/gather.js";
import { fold } from "../fold.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { axisOf } from "./layout.js";

function gathered(call: NodeCall, x: Value, indices: Value, axis: number): Value {
  const { g } = call;
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  if (x.constant !== undefined && indices.constant !== undefined)
    return g.constant(fold("take", [x.constant, indices.constant], shape, x.dtype, { axis }));
  if (x.constant?.shape.length === 2 && axis === 0) return embedding(g, indices, x.constant);
  const name = g.node("Gather", [g.as(x), g.as(indices)], { axis: int(axis) });
  return { name, shape, order: identity(shape.length), dtype: x.dtype };
}

/** Gather, ResourceGather: along the first axis. GatherV2: the axis is the third input. */
export const gather: NodeRule = {
  emit(call) {
    const [x, indices] = [call.value(0), call.value(1)];
    call.flag("validate_indices", true);
    if (call.number("batch_dims", 0) !== 0) return call.refuse("batch_dims", call.number("batch_dims", 0), "0");
    const axis = axisOf(call, call.inputs > 2 ? (call.numbers(2)[0] ?? 0) : 0, x.shape.length);
    return gathered(call, x, indices, axis);
  },
};
