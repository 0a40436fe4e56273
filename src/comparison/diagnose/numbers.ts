import { isInt64, type TypedArray } from "../../../kernels-ref/array.js";

/** Elements that compare with ===: int64 as doubles. */
export function numbers(data: TypedArray): ArrayLike<number> {
  return isInt64(data) ? Float64Array.from(data, Number) : (data as ArrayLike<number>);
}

/** Whether a value of the dtype has this byte throughout. */
export function isFilled(value: number, byte: number, dtype: string): boolean {
  if (dtype === "int8") return value === (byte << 24) >> 24;
  if (dtype === "uint8") return value === byte;
  if (dtype === "int32") return value === ((byte * 0x01010101) | 0);
  if (dtype !== "float32") return false;
  const view = new Float32Array(Int32Array.of((byte * 0x01010101) | 0).buffer);
  return Object.is(value, view[0]);
}
