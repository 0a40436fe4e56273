import { type Arithmetic, type Attributes, KERNELS, TVM_ARITHMETIC } from "../../kernels-ref/index.js";
import { allocate, type DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";

/** A tensor from plain numbers, converted as a typed array converts them. */
export function tensor(dtype: DType, shape: readonly number[], values: readonly (number | bigint)[]): Tensor {
  const data = allocate(dtype, values.length);
  for (const [i, value] of values.entries()) data[i] = value as never;
  return new Tensor(dtype, shape, data);
}

/** Runs one operator and gives its only output. */
export function run(
  op: string,
  inputs: readonly Tensor[],
  attributes: Attributes,
  dtype: DType,
  shape: readonly number[],
  arithmetic: Arithmetic = TVM_ARITHMETIC,
): Tensor {
  const output = Tensor.zeros(dtype, shape);
  KERNELS.get(op)!(inputs, attributes, [output], arithmetic);
  return output;
}

/** The same on a list of elements that keeps its shape. */
export function elementwise(
  op: string,
  dtype: DType,
  values: readonly (number | bigint)[],
  attributes: Attributes = {},
  result: DType = dtype,
): (number | bigint)[] {
  const shape = [values.length];
  return Array.from(run(op, [tensor(dtype, shape, values)], attributes, result, shape).data as ArrayLike<number>);
}

/** Both operands as lists of one dtype. */
export function binary(
  op: string,
  dtype: DType,
  left: readonly (number | bigint)[],
  right: readonly (number | bigint)[],
  result: DType = dtype,
  arithmetic: Arithmetic = TVM_ARITHMETIC,
): (number | bigint)[] {
  const a = tensor(dtype, [left.length], left);
  const b = tensor(dtype, [right.length], right);
  const shape = [Math.max(left.length, right.length)];
  return Array.from(run(op, [a, b], {}, result, shape, arithmetic).data as ArrayLike<number>);
}

/** A seeded generator of integers in [low, high]. */
export function integers(seed: number): (low: number, high: number) => number {
  let state = seed >>> 0;
  return (low, high) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + Math.floor((state / 2 ** 32) * (high - low + 1));
  };
}
