import { UserError } from "../base/errors.js";
import { allocate, type DType, itemSize, toBytes } from "../base/tensor/dtype.js";
import { dtypeOf } from "./data-type.js";
import { layoutOf } from "./layout-name.js";
import type { EspdlTensor } from "./model.js";
import type { Row } from "./row.js";
import { readExponents, safeInteger } from "./safe-integer.js";

/** More elements than any ESP32 has memory for: a larger tensor is a corrupt or hostile file. */
export const MAX_ELEMENTS = 2 ** 26;

/** Most dimensions of a tensor; ESP-DL's own kernels know no more than 6. */
const MAX_RANK = 16;

/** @throws UserError when there are more than 16 dims, a negative one, or more than 2^26 elements. */
export function elementCount(dims: readonly number[], where: string): number {
  if (dims.length > MAX_RANK) throw new UserError(`${where}: has ${dims.length} dims, expected at most ${MAX_RANK}`);
  let count = 1;
  for (const dim of dims) {
    if (dim < 0) throw new UserError(`${where}: dims [${dims.join(", ")}] hold a negative size`);
    count *= dim;
  }
  // A zero size must not hide another that is out of range.
  if (count > MAX_ELEMENTS || dims.some((dim) => dim > MAX_ELEMENTS)) {
    throw new UserError(`${where}: dims [${dims.join(", ")}] are more than ${MAX_ELEMENTS} elements`);
  }
  return count;
}

/** A tensor of the flatbuffer. @throws UserError when dtype, dims, exponents and data do not fit each other. */
export function readTensor(row: Row<"Tensor">, where: string): EspdlTensor {
  const name = row.name ?? "";
  const at = name === "" ? where : `${where} ${JSON.stringify(name)}`;
  const dtype = dtypeOf(row.dataType ?? 0);
  if (dtype === undefined)
    throw new UserError(`${at}: element type ${row.dataType ?? 0} has no array, expected 1 … 13`);
  if ((row.externalData?.length ?? 0) > 0 || (row.dataLocation ?? 0) !== 0) {
    throw new UserError(`${at}: its data lies in another file, expected it inside (export with embedded weights)`);
  }
  const dims = (row.dims ?? []).map((dim) => safeInteger(dim, `${at}: dims`));
  const bytes = dataBytes(row, dtype, elementCount(dims, at), at);
  return { name, dtype, dims, layout: layoutOf(row.docString), exponents: readExponents(row.exponents, at), bytes };
}

/** Exactly `count` elements: raw data cut at its padding, or the typed list that older exporters use for constants. */
function dataBytes(row: Row<"Tensor">, dtype: DType, count: number, at: string): Uint8Array {
  const size = count * itemSize(dtype);
  if (row.rawData !== undefined) {
    if (row.rawData.length < size) {
      throw new UserError(`${at}: holds ${row.rawData.length} bytes, its ${count} ${dtype} elements need ${size}`);
    }
    return row.rawData.subarray(0, size);
  }
  const list = typedList(row, dtype) ?? [];
  if (list.length !== count) {
    throw new UserError(`${at}: holds ${list.length} values, its dims need ${count}`);
  }
  const data = allocate(dtype, count);
  const big = dtype === "int64" || dtype === "uint64";
  for (let index = 0; index < count; index++) data[index] = big ? BigInt(list[index]!) : Number(list[index]);
  return toBytes(data);
}

/** The typed list that holds a dtype, as in ONNX. */
function typedList(row: Row<"Tensor">, dtype: DType): readonly (number | bigint)[] | undefined {
  switch (dtype) {
    case "float32":
      return row.floatData;
    case "float64":
      return row.doubleData;
    case "int64":
      return row.int64Data;
    case "uint32":
    case "uint64":
      return row.uint64Data;
    default:
      return row.int32Data;
  }
}
