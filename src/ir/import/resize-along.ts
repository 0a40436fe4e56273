import { Tensor } from "../../base/tensor/tensor.js";
import { constant } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";
import type { ResizedAxis } from "./resize-axes.js";
import { axisWeights, type ResizeLaw } from "./resize-weights.js";

/** The matrix as a dense layer's weight: float32, or one 1 a row in int8. */
function weightOf(dtype: "float32" | "int8", matrix: Float32Array, shape: readonly number[]): Value {
  return constant(new Tensor(dtype, shape, dtype === "int8" ? Int8Array.from(matrix) : matrix));
}

function fill(operands: Operands, data: Value, outside: readonly number[], value: number): Value {
  const length = data.type.shape.at(-1) as number;
  const added = new Float32Array(length);
  for (const position of outside) added[position] = value;
  return operands.call("add", [data, constant(new Tensor("float32", [length], added))]);
}

/**
 * One axis of a Resize as a dense layer along it: every position of the result is a weighted sum of the input axis.
 * An int8 axis is resized by nearest neighbours only, which moves its numbers unchanged.
 */
export function resizeAlong(
  operands: Operands,
  data: Value,
  law: ResizeLaw,
  axis: ResizedAxis,
  extrapolation: number,
): Value {
  const { dtype, shape } = data.type;
  if (dtype !== "float32" && (dtype !== "int8" || law.mode !== "nearest" || law.coordinates === "tf_crop_and_resize"))
    operands.fail("the data of this Resize must be float32", dtype, "leave it in float");
  const others = shape.map((_, i) => i).filter((i) => i !== axis.axis);
  const order = [...others, axis.axis];
  const { matrix, outside } = axisWeights(law, axis);
  const last = operands.call("transpose", [data], { axes: order });
  const rows = operands.call("reshape", [last], { newshape: [-1, axis.inputs] });
  const out_dtype = dtype === "int8" ? "int32" : "float32";
  const weight = weightOf(dtype as "float32" | "int8", matrix, [axis.outputs, axis.inputs]);
  let out = operands.call("nn.dense", [rows, weight], { units: axis.outputs, out_dtype });
  if (dtype === "int8") out = operands.call("cast", [out], { dtype: "int8" });
  if (outside.length > 0) out = fill(operands, out, outside, extrapolation);
  const whole = operands.call("reshape", [out], { newshape: [...others.map((i) => shape[i]!), axis.outputs] });
  return operands.call("transpose", [whole], { axes: shape.map((_, i) => order.indexOf(i)) });
}
