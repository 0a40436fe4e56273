import type { Tensor } from "../../base/tensor/tensor.js";
import type { GraphBuilder } from "../graph/builder.js";
import { identity, type Value } from "../graph/value.js";

/** x · kernel + bias over the last axis: Gemm for a matrix, else MatMul and Add. */
export function dense(g: GraphBuilder, x: Value, kernel: Tensor, bias?: Tensor): Value {
  const shape = [...x.shape.slice(0, -1), kernel.shape[1]!];
  const inputs = [g.as(x), g.weight("kernel", kernel)];
  const result = (name: string): Value => ({ name, shape, order: identity(shape.length), dtype: "float32" });
  if (bias === undefined) return result(g.node("MatMul", inputs));
  const addend = g.weight("bias", bias);
  if (shape.length === 2) return result(g.node("Gemm", [...inputs, addend]));
  return result(g.node("Add", [g.node("MatMul", inputs), addend]));
}
