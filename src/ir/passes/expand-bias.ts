import { call } from "../graph/build.js";
import type { Origin, Value } from "../graph/graph.js";

/** A vector as it broadcasts along `axis` of a tensor of `rank` dimensions: trailing dimensions of 1 are added. */
export function expandToAxis(vector: Value, rank: number, axis: number, origin: Origin): Value {
  const trailing = rank - 1 - (axis < 0 ? axis + rank : axis);
  if (trailing === 0) return vector;
  return call("expand_dims", [vector], { axis: 1, num_newaxis: trailing }, { onnx: origin.onnx });
}
