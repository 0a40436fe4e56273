import { isInt64, type TypedArray } from "../../../kernels-ref/array.js";

/** Elements that compare with ===: int64 as doubles. */
export function numbers(data: TypedArray): ArrayLike<number> {
  return isInt64(data) ? Float64Array.from(data, Number) : (data as ArrayLike<number>);
}
