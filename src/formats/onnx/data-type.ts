import type { DType } from "../../base/tensor/dtype.js";

/** TensorProto.DataType by number, in the order of onnx.proto; index 0 is UNDEFINED. */
const NAMES = [
  "undefined",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
] as const;

const UNSUPPORTED: ReadonlySet<string> = new Set([
  "undefined",
  "string",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
]);

/** The dtype of a TensorProto.DataType number, or undefined for one that this project does not hold. */
export function dtypeOf(dataType: number): DType | undefined {
  const name = NAMES[dataType];
  return name === undefined || UNSUPPORTED.has(name) ? undefined : (name as DType);
}

/** The TensorProto.DataType number of a dtype. */
export function dataTypeOf(dtype: DType): number {
  return NAMES.indexOf(dtype);
}

/** A DataType number as messages show it: `string (8)`. */
export function dataTypeName(dataType: number): string {
  return `${NAMES[dataType] ?? "unknown"} (${dataType})`;
}
