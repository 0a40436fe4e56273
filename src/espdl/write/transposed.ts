import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { permuted } from "./permutation.js";

/** The tensor with its axes in another order: result axis i is axis permutation[i]. */
export function transposed(tensor: Tensor, permutation: readonly number[]): Tensor {
  const shape = permuted(tensor.shape, permutation);
  const strides = tensor.shape.map((_, axis) => tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const steps = permuted(strides, permutation);
  const data = allocate(tensor.dtype, tensor.size);
  const position = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    data[to] = tensor.data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
  return new Tensor(tensor.dtype, shape, data);
}
