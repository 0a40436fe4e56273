import type { DType } from "../../../kernels-ref/array.js";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";

const TYPES: Partial<Record<DType, string>> = {
  float32: "float",
  int8: "int8_t",
  uint8: "uint8_t",
  bool: "uint8_t",
  int16: "int16_t",
  uint16: "uint16_t",
  int32: "int32_t",
  uint32: "uint32_t",
  int64: "int64_t",
  uint64: "uint64_t",
};

/** The C type of an element. @throws UserError for a dtype that no C kernel works on. */
export function cType(dtype: DType): string {
  const type = TYPES[dtype];
  if (type === undefined) throw new UserError(`dtype ${dtype}: has no C type here; use float32, int8 or int32 tensors`);
  return type;
}

/** One element as a C constant expression of exactly its value; no header is needed for what is not finite. */
export function numberLiteral(dtype: DType, value: number | bigint): string {
  if (dtype === "float32") return floatLiteral(Number(value));
  if (dtype === "int64") return BigInt(value) === -(2n ** 63n) ? "INT64_MIN" : `INT64_C(${value})`;
  if (dtype === "uint64") return `UINT64_C(${value})`;
  if (dtype === "uint32") return `${value}u`;
  if (dtype === "int32" && Number(value) === -(2 ** 31)) return "INT32_MIN";
  return String(value);
}

/** Hexadecimal, so that no digit is lost: 0.1f is 0x1.99999ap-4f. */
function floatLiteral(value: number): string {
  if (Number.isNaN(value)) return '__builtin_nanf("")';
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const magnitude = Math.abs(Math.fround(value));
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}__builtin_inff()`;
  if (magnitude === 0) return `${sign}0.0f`;
  let exponent = Math.floor(Math.log2(magnitude));
  while (magnitude / 2 ** exponent >= 2) exponent++;
  while (magnitude / 2 ** exponent < 1) exponent--;
  const fraction = (magnitude / 2 ** exponent - 1) * 2 ** 24;
  const digits = fraction.toString(16).padStart(6, "0").replace(/0+$/, "");
  return `${sign}0x1${digits === "" ? "" : `.${digits}`}p${exponent}f`;
}

/** All elements of a tensor, 16 a line. */
export function arrayLiteral(tensor: Tensor): string {
  const lines: string[] = [];
  for (let start = 0; start < tensor.size; start += 16) {
    const line: string[] = [];
    for (let i = start; i < Math.min(start + 16, tensor.size); i++)
      line.push(numberLiteral(tensor.dtype, tensor.data[i] as number | bigint));
    lines.push(`  ${line.join(", ")}`);
  }
  return `{\n${lines.join(",\n")}\n}`;
}

/** A list of integers: `{1, 2, 3}`. */
export function list(values: readonly number[]): string {
  return `{${values.join(", ")}}`;
}
