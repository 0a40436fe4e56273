import type { DType } from "../base/tensor/dtype.js";

/** The file's element types by number; 0 (undefined) and 8 (string) have no array of their own. */
const DATA_TYPES: readonly (DType | undefined)[] = [
  undefined,
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  undefined,
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
];

/** The dtype of an element type of the file; undefined when it has none or is unknown. */
export function dtypeOf(code: number): DType | undefined {
  return DATA_TYPES[code];
}

/** The file's number for a dtype; 0 for undefined. */
export function codeOf(dtype: DType | undefined): number {
  return dtype === undefined ? 0 : DATA_TYPES.indexOf(dtype);
}
