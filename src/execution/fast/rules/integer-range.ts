import { rangeOf } from "../../../../kernels-ref/espdl/rounding.js";
import type { DType } from "../../../base/tensor/dtype.js";

/** The values of int8 or int16; undefined for another dtype. */
export function integerRange(dtype: DType): { readonly low: number; readonly high: number } | undefined {
  return dtype === "int8" || dtype === "int16" ? rangeOf(dtype) : undefined;
}
