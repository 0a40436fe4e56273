import { integer } from "../../graph/attribute.js";
import { scalar } from "../../graph/build.js";
import type { Value } from "../../graph/graph.js";
import { type Canonicalizer, Lowering } from "./lowering.js";

/** As the convolution: Σ q_w·q_x alone for scalar zero points, all four terms for per-channel ones. */
export const dense: Canonicalizer = (node, inputs) => {
  const [data, weight, inputZeroPoint, zeroPoint] = inputs as [Value, Value, Value, Value];
  const lower = new Lowering(node);
  const product = lower.result("nn.dense", [data, weight], node.attributes);
  if (zeroPoint.type.shape.length === 0) return product;
  const units = integer(node.attributes, "units");
  const rows = lower.op("sum", [lower.cast(data, "int32")], { axis: [1], keepdims: true });
  const dataTerm = lower.op("multiply", [zeroPoint, lower.op("repeat", [rows], { repeats: units, axis: 1 })]);
  const columns = lower.op("sum", [lower.cast(weight, "int32")], { axis: [1] });
  const weightTerm = lower.op("multiply", [inputZeroPoint, columns]);
  const depth = scalar("int32", data.type.shape[1] as number);
  const constantTerm = lower.op("multiply", [lower.op("multiply", [inputZeroPoint, zeroPoint]), depth]);
  const rest = lower.op("subtract", [constantTerm, weightTerm]);
  return lower.result("add", [lower.op("subtract", [product, dataTerm]), rest]);
};
