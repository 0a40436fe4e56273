import { UserError } from "../../base/errors.js";
import { dataTypeName, dataTypeOf, dtypeOf } from "./data-type.js";
import { toInteger } from "./integer.js";
import type { OnnxDim, OnnxValueInfo } from "./model.js";
import { printable } from "./printable.js";
import type { DimensionProto, ValueInfoProto } from "./protos.js";

/** Largest number of elements a declared shape may have: what a typed array is sure to hold. */
const LIMIT = 2 ** 31 - 1;

function decodeShape(dims: readonly DimensionProto[], what: string): OnnxDim[] {
  let size = 1;
  return dims.map((dim) => {
    if (dim.dimParam !== "") return dim.dimParam;
    if (!Object.hasOwn(dim, "dimValue")) return null;
    const value = toInteger(dim.dimValue, what);
    if (value < 0 || value > LIMIT)
      throw new UserError(
        `${what}: dimension ${value}, expected a size of 0 to ${LIMIT} or a symbol; name unknown sizes when exporting`,
      );
    if ((size *= value) > LIMIT)
      throw new UserError(
        `${what}: shape has ${size} or more elements, expected at most ${LIMIT}; check that the file is whole`,
      );
    return value;
  });
}

/**
 * The declared type of a graph input, output or intermediate value.
 * @param role `input`, `output` or `value`, for messages
 */
export function decodeValueInfo(proto: ValueInfoProto, role: string): OnnxValueInfo {
  const what = `${role} "${printable(proto.name)}"`;
  const tensor = proto.type?.tensorType;
  if (tensor === null || tensor === undefined)
    throw new UserError(
      `${what}: type is missing or not a tensor, expected a dense tensor; export the model with tensor inputs and outputs`,
    );
  const dtype = dtypeOf(tensor.elemType);
  if (dtype === undefined)
    throw new UserError(
      `${what}: data type ${dataTypeName(tensor.elemType)} is not supported, expected a float, integer or bool tensor; convert the model to float32`,
    );
  return { name: proto.name, dtype, shape: tensor.shape === null ? undefined : decodeShape(tensor.shape.dim, what) };
}

/** `value_info`: an entry that states no element type says nothing and is left out. */
export function decodeIntermediates(protos: readonly ValueInfoProto[]): Map<string, OnnxValueInfo> {
  const known = new Map<string, OnnxValueInfo>();
  for (const proto of protos) {
    if (proto.type === null || proto.type.tensorType?.elemType === 0) continue;
    const info = decodeValueInfo(proto, "value");
    const other = known.get(info.name);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(info))
      throw new UserError(
        `value "${printable(info.name)}": value_info given twice with different types, expected one; run preprocess on a model without value_info`,
      );
    known.set(info.name, info);
  }
  return known;
}

export function encodeValueInfo(info: OnnxValueInfo): object {
  const dim = info.shape?.map((size) =>
    size === null ? {} : typeof size === "string" ? { dimParam: size } : { dimValue: size },
  );
  return {
    name: info.name,
    type: { tensorType: { elemType: dataTypeOf(info.dtype), ...(dim === undefined ? {} : { shape: { dim } }) } },
  };
}
