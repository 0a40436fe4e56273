import type { DType, TypedArray } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";

/** real = (integer − zero point) · scale; one pair for all, or one for each index of `axis`. */
export interface Quantization {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

/** Integers of a file that stand for reals. Where it is stored as a weight, a DequantizeLinear follows it. */
export class QuantizedTensor extends Tensor {
  constructor(
    dtype: DType,
    shape: readonly number[],
    data: TypedArray,
    readonly quantization: Quantization,
  ) {
    super(dtype, shape, data);
  }

  /** The reals that the integers stand for, computed as DequantizeLinear does: in float32. */
  reals(): Tensor {
    const { scales, zeroPoints, axis } = this.quantization;
    const inner = this.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const result = new Float32Array(this.size);
    for (let i = 0; i < result.length; i++) {
      const at = scales.length === 1 ? 0 : Math.floor(i / inner) % scales.length;
      result[i] = Math.fround(Number(this.data[i]) - zeroPoints[at]!) * Math.fround(scales[at]!);
    }
    return new Tensor("float32", this.shape, result);
  }
}
