import { identity, type Value } from "../../graph/value.js";
import { dense } from "../../operators/dense.js";
import { broadcast } from "../../operators/elementwise.js";
import { transpose } from "../../operators/reshape.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { type Fused, fusedOf } from "./fused.js";

/** The last two axes change places; nothing is computed. */
function turned(call: NodeCall, x: Value, turn: boolean): Value {
  const rank = x.shape.length;
  if (rank < 2) return call.refuse("input", `[${x.shape}]`, "a tensor of at least 2 axes");
  return turn ? transpose(call.g, x, [...identity(rank - 2), rank - 1, rank - 2]) : x;
}

function product(call: NodeCall, a: Value, b: Value, { bias, activate }: Fused): Value {
  const { g } = call;
  const [inner, outer] = [a.shape.at(-1)!, b.shape.at(-2)!];
  if (inner !== outer) return call.refuse("inputs", `[${a.shape}] and [${b.shape}]`, "matrices that fit each other");
  const matrix = b.constant;
  if (matrix !== undefined && b.shape.length === 2 && a.constant === undefined)
    return activate(dense(g, a, matrix, bias));
  const batches = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batches, a.shape.at(-2)!, b.shape.at(-1)!];
  const name = g.node("MatMul", [g.as(a), g.as(b)]);
  const result: Value = { name, shape, order: identity(shape.length), dtype: a.dtype };
  if (bias === undefined) return activate(result);
  return activate({ ...result, name: g.node("Add", [name, g.weight("bias", bias)]) });
}

/** MatMul, and with what an optimizer fused into it. */
export const matMul = (fused: boolean): NodeRule => ({
  emit(call) {
    const a = turned(call, call.value(0), call.flag("transpose_a", false));
    const b = turned(call, call.value(1), call.flag("transpose_b", false));
    const parts: Fused = fused ? fusedOf(call, b.shape.at(-1)!) : { activate: (x) => x };
    return product(call, a, b, parts);
  },
});

/** BatchMatMul, V2, V3. */
export const batchMatMul: NodeRule = {
  emit(call) {
    const a = turned(call, call.value(0), call.flag("adj_x", false));
    const b = turned(call, call.value(1), call.flag("adj_y", false));
    return product(call, a, b, { activate: (x) => x });
  },
};
