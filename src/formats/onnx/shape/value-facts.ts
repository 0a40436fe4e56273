import type { DType } from "../../../base/tensor/dtype.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxDim } from "../model.js";

export type Shape = readonly OnnxDim[];

/** What is known of a value before the model runs. */
export interface ValueFacts {
  readonly dtype: DType;
  /** Undefined when even the rank is unknown. */
  readonly shape: Shape | undefined;
  /** The elements of a small integer or bool tensor (bool as 0 and 1), symbolic or null where unknown. */
  readonly elements?: readonly OnnxDim[];
  /** The value itself when the file holds it. */
  readonly constant?: Tensor;
}
