import type { Tensor } from "../../base/tensor/tensor.js";
import { int } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { identity, type Value } from "../graph/value.js";

/** The rows of a table that whole numbers name; a float is cut to a whole number first. */
export function embedding(g: GraphBuilder, x: Value, table: Tensor): Value {
  const plain = g.as(x);
  const whole = x.dtype === "int32" || x.dtype === "int64" ? plain : g.node("Cast", [plain], { to: int(INT32) });
  const name = g.node("Gather", [g.weight("embeddings", table), whole], { axis: int(0) });
  const shape = [...x.shape, table.shape[1]!];
  return { name, shape, order: identity(shape.length), dtype: "float32" };
}

/** TensorProto.INT32. */
const INT32 = 6;
