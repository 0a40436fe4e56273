import type { DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";

const INTEGERS: ReadonlyMap<DType, readonly [bigint, bigint]> = new Map([
  ["int8", range(8, true)],
  ["uint8", range(8, false)],
  ["int16", range(16, true)],
  ["uint16", range(16, false)],
  ["int32", range(32, true)],
  ["uint32", range(32, false)],
  ["int64", range(64, true)],
  ["uint64", range(64, false)],
]);

/**
 * A tensor in the dtype of a model's input, where numpy merely chose another one: float64 as float32, integers whose
 * values all fit as other integers. Anything else stays as it is.
 */
export function convert(tensor: Tensor, dtype: DType | undefined): Tensor {
  if (dtype === undefined || tensor.dtype === dtype) return tensor;
  if (tensor.dtype === "float64" && dtype === "float32")
    return new Tensor(dtype, tensor.shape, Float32Array.from(tensor.data as Float64Array));
  const bounds = INTEGERS.get(dtype);
  if (bounds === undefined || !INTEGERS.has(tensor.dtype)) return tensor;
  const result = Tensor.zeros(dtype, tensor.shape);
  const isWide = dtype === "int64" || dtype === "uint64";
  for (let i = 0; i < tensor.size; i++) {
    const value = BigInt(tensor.data[i]!);
    if (value < bounds[0] || value > bounds[1]) return tensor;
    result.data[i] = isWide ? value : Number(value);
  }
  return result;
}

function range(bits: number, signed: boolean): readonly [bigint, bigint] {
  const values = 1n << BigInt(bits);
  return signed ? [-values / 2n, values / 2n - 1n] : [0n, values - 1n];
}
