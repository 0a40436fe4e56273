import { sizeOf } from "../../../../kernels-ref/array.js";
import type { Attributes } from "../../../../kernels-ref/operator.js";
import { flag, int, integer, ints } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

/** Relay's `newshape`: 0 copies the dimension at the same place (unless `allowzero`), one −1 takes what is left. */
function newShape(data: TensorType, attributes: Attributes): number[] {
  const asked = numbers(attributes, "newshape");
  const shape = asked.map((dim, i) => (dim === 0 && attributes.allowzero !== true ? (data.shape[i] ?? 0) : dim));
  require(shape.filter((dim) => dim < 0).length <= 1 && shape.every((dim) => dim >= -1), () =>
    `newshape [${asked.join(", ")}] is not valid`);
  const total = sizeOf(data.shape);
  const known = shape.reduce((product, dim) => (dim < 0 ? product : product * dim), 1);
  const result = shape.map((dim) => (dim < 0 ? total / known : dim));
  require(sizeOf(result) === total && result.every(Number.isInteger), () =>
    `${show(data)} cannot be reshaped to [${asked.join(", ")}]`);
  return result;
}

function squeezed(data: TensorType, attributes: Attributes): number[] {
  const axes = numbers(attributes, "axis").map((axis) => wrapAxis(axis, data.shape.length));
  for (const axis of axes) require(data.shape[axis] === 1, () => `axis ${axis} of ${show(data)} is not 1`);
  return data.shape.filter((_, axis) => !axes.includes(axis));
}

function expanded(data: TensorType, attributes: Attributes): number[] {
  const axis = wrapAxis(integer(attributes, "axis"), data.shape.length + 1);
  const ones = new Array<number>(integer(attributes, "num_newaxis")).fill(1);
  return [...data.shape.slice(0, axis), ...ones, ...data.shape.slice(axis)];
}

/** Operators that keep every element in place and change only the shape: TVM executes them as `__nop`. */
export const RESHAPE: OperatorTable = {
  reshape: {
    attributes: [ints("newshape"), flag("allowzero", false)],
    infer: (inputs, a) => [tensor(input(inputs, 0).dtype, newShape(input(inputs, 0), a))],
  },
  squeeze: {
    attributes: [ints("axis")],
    infer: (inputs, a) => [tensor(input(inputs, 0).dtype, squeezed(input(inputs, 0), a))],
  },
  expand_dims: {
    attributes: [int("axis"), int("num_newaxis", 1)],
    infer: (inputs, a) => [tensor(input(inputs, 0).dtype, expanded(input(inputs, 0), a))],
  },
  "nn.batch_flatten": {
    attributes: [],
    infer(inputs) {
      const { dtype, shape } = input(inputs, 0);
      require(shape.length >= 1, () => "a scalar cannot be flattened");
      return [tensor(dtype, [shape[0] as number, sizeOf(shape.slice(1))])];
    },
  },
};
