import { Tensor } from "../../base/tensor/tensor.js";

/** A tensor's real values as float32: integers times 2^exponent, where they have one. */
export function realValues(tensor: Tensor, exponent?: number | readonly number[]): Tensor {
  if (tensor.dtype === "float32") return tensor;
  const scale = typeof exponent === "number" ? 2 ** exponent : 1;
  const data = Float32Array.from(tensor.data as ArrayLike<number | bigint>, (value) => Number(value) * scale);
  return new Tensor("float32", tensor.shape, data);
}
