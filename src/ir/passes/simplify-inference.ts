import { integer } from "../graph/attribute.js";
import { call, scalar } from "../graph/build.js";
import type { Graph, Node, Value } from "../graph/graph.js";
import { rewrite } from "../graph/rewrite.js";
import { expandToAxis } from "./expand-bias.js";

/** y = x · γ/√(σ² + ε) + (β − μ · γ/√(σ² + ε)), all in float32, in TVM's order of operations. */
function unpackBatchNorm(node: Node, inputs: readonly Value[]): Value {
  const [data, gamma, beta, mean, variance] = inputs as [Value, Value, Value, Value, Value];
  const origin = { onnx: node.origin.onnx };
  const op = (name: string, ...values: Value[]): Value => call(name, values, {}, origin);
  const root = op("sqrt", op("add", variance, scalar("float32", node.attributes.epsilon as number)));
  const inverse = op("divide", scalar("float32", 1), root);
  const scale = node.attributes.scale === true ? op("multiply", inverse, gamma) : inverse;
  const moved = op("multiply", op("negative", mean), scale);
  const shift = node.attributes.center === true ? op("add", moved, beta) : moved;
  const rank = data.type.shape.length;
  const axis = integer(node.attributes, "axis");
  const scaled = op("multiply", data, expandToAxis(scale, rank, axis, origin));
  return op("add", scaled, expandToAxis(shift, rank, axis, origin));
}

/** Batch normalization in its inference form. */
export function simplifyInference(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) => {
    if (node.op !== "nn.batch_norm") return undefined;
    return [unpackBatchNorm(node, inputs), inputs[3] as Value, inputs[4] as Value];
  });
}
