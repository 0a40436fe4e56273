import type { Arithmetic, Attributes } from "../../../kernels-ref/index.js";
import { ESPDL_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { DType } from "../../../src/base/tensor/dtype.js";
import { run, tensor } from "../run.js";

/** One operator on flat lists of one dtype; the result as numbers. */
export function flat(
  op: string,
  dtype: DType,
  inputs: readonly (readonly number[])[],
  attributes: Attributes = {},
  result: DType = dtype,
  arithmetic: Arithmetic = ESPDL_ARITHMETIC.c,
): number[] {
  const tensors = inputs.map((values) => tensor(dtype, [values.length], values));
  const shape = [Math.max(...inputs.map(({ length }) => length))];
  return run(`espdl.${op}`, tensors, attributes, result, shape, arithmetic).toNumbers();
}
