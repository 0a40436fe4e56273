import { UserError } from "../../base/errors.js";
import { allocate, type DType, fromBytes, itemSize, type TypedArray, toBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { dataTypeName, dataTypeOf, dtypeOf } from "./data-type.js";
import type { ExternalTensors } from "./external-tensors.js";
import { toBigInt, toInteger } from "./integer.js";
import type { TensorProto } from "./protos.js";
import { readVarints } from "./varints.js";

/** Largest tensor that is read, in bytes: protobuf's own bound on a file. */
const LIMIT = 2 ** 31 - 1;

/** The dims of a tensor, checked before anything is allocated. */
function decodeDims(proto: TensorProto, dtype: DType, what: string): number[] {
  const dims = proto.dims.map((dim) => toInteger(dim, `${what}: dims`));
  let bytes = itemSize(dtype);
  for (const dim of dims) {
    if (dim < 0 || dim > LIMIT)
      throw new UserError(
        `${what}: dims [${dims.slice(0, 8)}] hold a size out of range, expected 0 to ${LIMIT}; check that the file is whole`,
      );
    bytes *= dim;
  }
  if (bytes > LIMIT)
    throw new UserError(
      `${what}: dims [${dims.slice(0, 8)}] make ${bytes} bytes, expected at most ${LIMIT}; check that the file is whole`,
    );
  return dims;
}

/** The field of TensorProto that holds values of a dtype outside `raw_data`. */
function typedField(dtype: DType): "floatData" | "doubleData" | "int64Data" | "uint64Data" | "int32Data" {
  switch (dtype) {
    case "float32":
      return "floatData";
    case "float64":
      return "doubleData";
    case "int64":
      return "int64Data";
    case "uint32":
    case "uint64":
      return "uint64Data";
    default:
      return "int32Data";
  }
}

function decodeTyped(proto: TensorProto, dtype: DType, size: number, what: string): TypedArray {
  const field = typedField(dtype);
  const values =
    field === "floatData" || field === "doubleData"
      ? proto[field]
      : readVarints(proto[field], size, field === "uint64Data");
  if (values === undefined || values.length !== size)
    throw new UserError(
      `${what}: ${values?.length ?? "another number of"} values in ${field.replace("Data", "_data")}, expected ${size} (${dtype}); check that the file is whole`,
    );
  const data = allocate(dtype, size);
  for (let i = 0; i < size; i++) {
    const value = typeof data[i] === "number" ? Number(values[i]) : values[i]!;
    data[i] = value;
    if (data[i] !== value && dtype !== "float32" && dtype !== "float64")
      throw new UserError(`${what}: value ${value} at index ${i} is outside ${dtype}; export the model again`);
  }
  return data;
}

/**
 * A TensorProto in any of its storage forms.
 * @param what how messages name the tensor
 * @throws UserError when the dtype is not held, or when dims and stored bytes disagree.
 */
export function decodeTensor(proto: TensorProto, what: string, external: ExternalTensors): Tensor {
  const dtype = dtypeOf(proto.dataType);
  if (dtype === undefined)
    throw new UserError(
      `${what}: data type ${dataTypeName(proto.dataType)} is not supported, expected float, integer or bool; convert it to float32`,
    );
  if (Object.hasOwn(proto, "segment"))
    throw new UserError(`${what}: stored in segments, expected whole tensors; save the model again with onnx.save`);
  const shape = decodeDims(proto, dtype, what);
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = decodeData(proto, dtype, size, what, external);
  if (dtype === "bool")
    for (let i = 0; i < size; i++)
      if (data[i]! > 1)
        throw new UserError(`${what}: bool value ${data[i]} at index ${i}, expected 0 or 1; export the model again`);
  return new Tensor(dtype, shape, data);
}

function decodeData(
  proto: TensorProto,
  dtype: DType,
  size: number,
  what: string,
  external: ExternalTensors,
): TypedArray {
  const bytes = size * itemSize(dtype);
  if (proto.dataLocation === 1) return fromBytes(dtype, external.read(proto.externalData, bytes, what));
  if (proto.dataLocation !== 0)
    throw new UserError(`${what}: data_location ${proto.dataLocation}, expected 0 or 1; check that the file is whole`);
  if (!Object.hasOwn(proto, "rawData") || (proto.rawData.length === 0 && size > 0))
    return decodeTyped(proto, dtype, size, what);
  if (proto.rawData.length !== bytes)
    throw new UserError(
      `${what}: ${proto.rawData.length} bytes of raw_data, expected ${bytes} for ${dtype} [${shape(proto)}]; check that the file is whole`,
    );
  if (proto[typedField(dtype)].length > 0)
    throw new UserError(
      `${what}: both raw_data and typed values are present, expected one of them; export the model again`,
    );
  return fromBytes(dtype, proto.rawData);
}

function shape(proto: TensorProto): string {
  return proto.dims.map((dim) => toBigInt(dim)).join(", ");
}

/** A tensor as TensorProto fields, its values in raw_data. */
export function encodeTensor(name: string, tensor: Tensor): object {
  return {
    dims: tensor.shape,
    dataType: dataTypeOf(tensor.dtype),
    ...(name === "" ? {} : { name }),
    rawData: toBytes(tensor.data),
  };
}
