import type { DType } from "../../../../kernels-ref/array.js";
import type { TypedArray } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Program } from "../../../ir/graph/program.js";

/** A tensor as it arrives in another thread: its class stays behind. */
export interface PlainTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** The tensor with no more storage than its own: of a part of a larger array the whole would be copied. */
export function compact({ dtype, shape, data }: Tensor): PlainTensor {
  return { dtype, shape, data: data.byteLength === data.buffer.byteLength ? data : data.slice() };
}

export function revived({ dtype, shape, data }: PlainTensor): Tensor {
  return new Tensor(dtype, shape, data);
}

/** A program that came from another thread. */
export function revivedProgram({ layers, ...program }: Program): Program {
  return {
    ...program,
    layers: layers.map((layer) => (layer.kind === "param" ? { ...layer, tensor: revived(layer.tensor) } : layer)),
  };
}
