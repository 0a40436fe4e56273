import { stridesOf } from "../../../kernels-ref/array.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { QuantizedTensor } from "./quantized-tensor.js";

/** The tensor with its axes in another order: axis `i` of the result is axis `order[i]`. */
export function permute(tensor: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, i) => axis === i)) return tensor;
  const moved = permuted(tensor, order);
  if (!(tensor instanceof QuantizedTensor)) return moved;
  const { quantization } = tensor;
  const axis = order.indexOf(quantization.axis);
  return new QuantizedTensor(moved.dtype, moved.shape, moved.data, { ...quantization, axis });
}

function permuted(tensor: Tensor, order: readonly number[]): Tensor {
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
