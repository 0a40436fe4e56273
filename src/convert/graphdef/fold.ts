import { TVM_ARITHMETIC } from "../../../kernels-ref/arithmetic.js";
import { KernelError } from "../../../kernels-ref/kernel-error.js";
import type { Attributes } from "../../../kernels-ref/operator.js";
import { KERNELS } from "../../../kernels-ref/table.js";
import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { count } from "../graph/value.js";
import { MOST_ELEMENTS } from "./shape.js";

/** What an operator of the reference gives for constants. @throws UserError when it does not do these, or so many */
export function fold(
  kernel: string,
  inputs: readonly Tensor[],
  shape: readonly number[],
  dtype: DType = inputs[0]!.dtype,
  attributes: Attributes = {},
): Tensor {
  if (!(count(shape) <= MOST_ELEMENTS)) throw new UserError(`a constant [${shape}], expected at most ${MOST_ELEMENTS}`);
  const result = Tensor.zeros(dtype, shape);
  try {
    KERNELS.get(kernel)!(inputs, attributes, [result], TVM_ARITHMETIC);
  } catch (error) {
    if (error instanceof KernelError) throw new UserError(`its constants cannot be computed (${error.message})`);
    throw error;
  }
  return result;
}
