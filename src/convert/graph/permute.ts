import { stridesOf } from "../../../kernels-ref/array.js";
import { Tensor } from "../../base/tensor/tensor.js";

/** The tensor with its axes in another order: axis `i` of the result is axis `order[i]`. */
export function permute(tensor: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, i) => axis === i)) return tensor;
  const shape = order.map((axis) => tensor.shape[axis]!);
  const strides = stridesOf(tensor.shape);
  const steps = order.map((axis) => strides[axis]!);
  const result = Tensor.zeros(tensor.dtype, shape);
  const { data } = result;
  const at = new Int32Array(shape.length);
  let source = 0;
  for (let target = 0; target < data.length; target++) {
    data[target] = tensor.data[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      source -= steps[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}
