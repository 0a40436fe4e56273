import type { Chip } from "../../../../kernels-ref/index.js";
import { allocate, type DType } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { integerRange, type Quantization } from "../quantization.js";

const { fround } = Math;

/** The integers of a float tensor, and how many were cut at the ends of their range. */
export interface Quantized {
  readonly tensor: Tensor;
  readonly clipped: number;
}

/** Rounds to the nearest integer: P4 ties to even, the others floor(x + 0.5) in float32. */
export function rounded(value: number, chip: Chip): number {
  if (chip !== "esp32p4") return Math.floor(fround(value + 0.5));
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const dtypeOf = (bits: number): DType => (bits <= 8 ? "int8" : bits <= 16 ? "int16" : bits <= 32 ? "int32" : "int64");

/** q = round(x / 2^exponent), cut to the width's range; channels along `axis` have exponents of their own. */
export function toIntegers(tensor: Tensor, { bits, exponents, axis }: Quantization, chip: Chip): Quantized {
  const dtype = dtypeOf(bits);
  const data = allocate(dtype, tensor.size);
  const [low, high] = integerRange(bits);
  const inner = axis === undefined ? 1 : tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  let clipped = 0;
  for (let i = 0; i < data.length; i++) {
    const exponent = exponents.length === 1 ? exponents[0]! : exponents[Math.floor(i / inner) % exponents.length]!;
    const value = rounded(fround(Number(tensor.data[i]) * 2 ** -exponent), chip);
    const cut = Math.min(Math.max(value, low), high);
    if (cut !== value) clipped++;
    data[i] = dtype === "int64" ? BigInt(Math.min(cut, Number.MAX_SAFE_INTEGER)) : cut;
  }
  return { tensor: new Tensor(dtype, tensor.shape, data), clipped };
}
