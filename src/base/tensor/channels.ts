import { stridesOf } from "../../../kernels-ref/array.js";
import { Tensor } from "./tensor.js";

/** A tensor as another shape has it: [N, C, …space] and [N, …space, C] are transposed into each other. */
export function withChannelsAs(tensor: Tensor, shape: readonly number[]): Tensor {
  const rank = tensor.shape.length;
  if (rank < 3 || rank !== shape.length || tensor.shape.join() === shape.join()) return tensor;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const last = [0, ...axes.slice(2), 1];
  const first = [0, rank - 1, ...axes.slice(1, -1)];
  const order = [last, first].find((axes) => axes.map((axis) => tensor.shape[axis]).join() === shape.join());
  return order === undefined ? tensor : permuted(tensor, order, shape);
}

function permuted(tensor: Tensor, order: readonly number[], shape: readonly number[]): Tensor {
  const strides = stridesOf(tensor.shape);
  const steps = order.map((axis) => strides[axis]!);
  const result = Tensor.zeros(tensor.dtype, shape);
  const [from, to] = [tensor.data, result.data];
  const inner = shape.at(-1)!;
  const step = steps.at(-1)!;
  const at = shape.map(() => 0);
  let start = 0;
  for (let target = 0; target < to.length; target += inner) {
    for (let i = 0; i < inner; i++) to[target + i] = from[start + i * step]!;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      start += steps[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      start -= steps[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}
