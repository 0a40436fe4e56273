import { Tensor } from "../../base/tensor/tensor.js";

export const float32 = (values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor =>
  new Tensor("float32", shape, Float32Array.from(values));

export const int64 = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  new Tensor("int64", shape, BigInt64Array.from(values, BigInt));

export const scalar = (value: number): Tensor => float32([value], []);
