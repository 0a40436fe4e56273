import { type DType, type NdArray, sizeOf, type TypedArray } from "../../../kernels-ref/array.js";
import { allocate } from "./dtype.js";

/** A dense, immutable-by-convention tensor in C order. */
export class Tensor implements NdArray {
  /** @throws RangeError when `data` does not have exactly the number of elements of `shape`. */
  constructor(
    readonly dtype: DType,
    readonly shape: readonly number[],
    readonly data: TypedArray,
  ) {
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(
        `a ${dtype} tensor of shape [${shape.join(", ")}] has ${sizeOf(shape)} elements, got ${data.length}`,
      );
    }
  }

  /** A tensor of zeros (false for bool). */
  static zeros(dtype: DType, shape: readonly number[]): Tensor {
    return new Tensor(dtype, shape, allocate(dtype, sizeOf(shape)));
  }

  static scalar(dtype: DType, value: number | bigint): Tensor {
    const tensor = Tensor.zeros(dtype, []);
    tensor.data[0] = value;
    return tensor;
  }

  get size(): number {
    return this.data.length;
  }

  /** The same elements under another shape of the same size; shares the storage. */
  reshape(shape: readonly number[]): Tensor {
    return new Tensor(this.dtype, shape, this.data);
  }

  /** The only element of a one-element tensor, as a number. */
  item(): number {
    if (this.data.length !== 1) throw new RangeError(`item() needs one element, the tensor has ${this.data.length}`);
    return Number(this.data[0]);
  }

  /** All elements as plain numbers (int64 beyond 2^53 loses its low bits). */
  toNumbers(): number[] {
    return Array.from(this.data as ArrayLike<number | bigint>, Number);
  }
}
