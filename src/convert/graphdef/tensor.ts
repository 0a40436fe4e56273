import { UserError } from "../../base/errors.js";
import { allocate, type DType, fromBytes, itemSize } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { toBigInt } from "../../formats/onnx/integer.js";
import { printable } from "../../formats/onnx/printable.js";
import { halfToFloat } from "../graph/half.js";
import { count } from "../graph/value.js";
import { elementType, elementTypeName } from "./element-type.js";
import type { TensorProto } from "./schema.js";
import { knownShape, shapeOf } from "./shape.js";

/** A TensorProto: its bytes, or a list whose last element stands for all that follow. @throws UserError */
export function tensorOf(proto: TensorProto, label: string): Tensor {
  const shape = knownShape(shapeOf(proto.tensorShape), label);
  const dtype = storedType(elementTypeName(proto.dtype), label);
  if (proto.tensorContent.length > 0) return tensorOfBytes(proto.tensorContent, dtype, shape, label);
  const list = listOf(proto, dtype);
  const size = count(shape);
  if (list.length > size)
    throw new UserError(`${label}: holds ${list.length} elements, its shape [${shape}] needs ${size}; copy the file`);
  const data = allocate(dtype, size);
  const last = list.at(-1);
  if (last !== undefined) for (let i = 0; i < size; i++) data[i] = list[i] ?? last;
  return new Tensor(dtype, shape, data);
}

/** The type of stored elements. @throws UserError for one that no operator here computes with */
export function storedType(type: string, label: string): DType {
  const dtype = elementType(type);
  if (dtype === undefined || dtype === "float64")
    throw new UserError(
      `${label}: its elements are ${printable(type)}, expected DT_FLOAT or whole numbers; save it so`,
    );
  return dtype;
}

/** Little-endian elements, exactly as many as the shape has; float16 becomes float32. @throws UserError */
export function tensorOfBytes(bytes: Uint8Array, dtype: DType, shape: readonly number[], label: string): Tensor {
  const size = count(shape) * itemSize(dtype);
  if (bytes.length !== size)
    throw new UserError(
      `${label}: holds ${bytes.length} bytes, its shape [${shape}] needs ${size} of ${dtype}; copy the whole file`,
    );
  const data = fromBytes(dtype, bytes);
  if (dtype !== "float16") return new Tensor(dtype, shape, data);
  return new Tensor("float32", shape, Float32Array.from(data as Uint16Array, halfToFloat));
}

function listOf(proto: TensorProto, dtype: DType): readonly (number | bigint)[] {
  if (dtype === "float32") return proto.floatVal;
  if (dtype === "bool") return proto.boolVal.map(Number);
  if (dtype === "int64" || dtype === "uint64") return proto.int64Val.map(toBigInt);
  return proto.intVal;
}
