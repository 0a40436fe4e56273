import type { DType } from "../../base/tensor/dtype.js";

/** TensorFlow's element types by number, as far as a graph names them. */
const NAMES: Readonly<Record<number, string>> = {
  ...{ 1: "DT_FLOAT", 2: "DT_DOUBLE", 3: "DT_INT32", 4: "DT_UINT8", 5: "DT_INT16", 6: "DT_INT8", 7: "DT_STRING" },
  ...{ 8: "DT_COMPLEX64", 9: "DT_INT64", 10: "DT_BOOL", 14: "DT_BFLOAT16", 17: "DT_UINT16", 18: "DT_COMPLEX128" },
  ...{ 19: "DT_HALF", 20: "DT_RESOURCE", 21: "DT_VARIANT", 22: "DT_UINT32", 23: "DT_UINT64" },
};

const DTYPES: Readonly<Record<string, DType>> = {
  ...{ DT_FLOAT: "float32", DT_DOUBLE: "float64", DT_HALF: "float16", DT_INT8: "int8", DT_UINT8: "uint8" },
  ...{ DT_INT16: "int16", DT_UINT16: "uint16", DT_INT32: "int32", DT_UINT32: "uint32", DT_INT64: "int64" },
  ...{ DT_UINT64: "uint64", DT_BOOL: "bool" },
};

/** The name of a number of the enum DataType. */
export const elementTypeName = (number: number): string => NAMES[number] ?? `element type ${number}`;

/** The type that holds such elements; undefined where none does. */
export const elementType = (name: string): DType | undefined =>
  Object.hasOwn(DTYPES, name) ? DTYPES[name] : undefined;
