import type { DType } from "../../../base/tensor/dtype.js";
import { flag, float, floats, int, integer, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { permuteShape } from "../layout.js";
import { input, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

const DENSE = [int("units"), text("out_dtype", "")];

function inferDense(data: TensorType, weight: TensorType, units: number, outDtype: string): TensorType {
  const [rows, columns] = weight.shape;
  const depth = data.shape[data.shape.length - 1];
  require(weight.shape.length === 2 && rows === units && columns === depth, () =>
    `the weight of ${show(data)} must be [${units}, ${depth}], got ${show(weight)}`);
  return tensor((outDtype || data.dtype) as DType, [...data.shape.slice(0, -1), units]);
}

/** Products of matrices; one of the two batches may be 1. */
function inferBatchMatmul(left: TensorType, right: TensorType): TensorType {
  const [batch, rows, depth] = left.shape as [number, number, number];
  const [others, inner, columns] = right.shape as [number, number, number];
  const ranks = left.shape.length === 3 && right.shape.length === 3;
  require(ranks && depth === inner && (batch === others || batch === 1 || others === 1), () =>
    `batches of matrices must fit each other, got ${show(left)} and ${show(right)}`);
  require(left.dtype === "float32" && right.dtype === "float32", () =>
    `batches of matrices must be float32, got ${show(left)} and ${show(right)}`);
  return tensor("float32", [batch === 1 ? others : batch, rows, columns]);
}

/** Every input but the first must be a vector of the first one's channels. */
function requireVectors([data, ...vectors]: readonly TensorType[], axis: number): void {
  const shape = data?.shape ?? [];
  const channels = shape[wrapAxis(axis, shape.length)];
  for (const type of vectors)
    require(type.shape.length === 1 && type.shape[0] === channels, () =>
      `each parameter must be [${channels}], got ${show(type)}`);
}

/** Layers of neural networks that fit no other family. */
export const NEURAL: OperatorTable = {
  "nn.dense": {
    attributes: DENSE,
    infer: (inputs, a) => [inferDense(input(inputs, 0), input(inputs, 1), integer(a, "units"), textOf(a, "out_dtype"))],
  },
  "nn.batch_matmul": {
    attributes: [],
    infer: (inputs) => [inferBatchMatmul(input(inputs, 0), input(inputs, 1))],
  },
  "qnn.dense": {
    attributes: DENSE,
    infer: (inputs, a) => [inferDense(input(inputs, 0), input(inputs, 1), integer(a, "units"), textOf(a, "out_dtype"))],
  },
  "nn.bias_add": {
    attributes: [int("axis", 1)],
    infer(inputs, attributes) {
      requireVectors(inputs, integer(attributes, "axis"));
      return [input(inputs, 0)];
    },
  },
  "nn.batch_norm": {
    attributes: [int("axis", 1), float("epsilon", 1e-5), flag("center", true), flag("scale", true)],
    infer(inputs, attributes) {
      requireVectors(inputs, integer(attributes, "axis"));
      return [input(inputs, 0), input(inputs, 3), input(inputs, 4)];
    },
  },
  "image.resize2d": {
    attributes: [
      ints("size"),
      floats("roi"),
      text("layout", "NCHW"),
      text("method", "linear"),
      text("coordinate_transformation_mode", "half_pixel"),
      text("rounding_method", "round"),
      float("cubic_alpha", -0.5),
      int("cubic_exclude", 0),
      float("extrapolation_value", 0),
      text("out_dtype", ""),
    ],
    infer(inputs, attributes) {
      const { dtype, shape } = input(inputs, 0);
      const layout = textOf(attributes, "layout");
      const [n, c] = permuteShape(shape, layout, "NCHW") as [number, number];
      const [h, w] = numbers(attributes, "size") as [number, number];
      return [tensor(dtype, permuteShape([n, c, h, w], "NCHW", layout))];
    },
  },
};
