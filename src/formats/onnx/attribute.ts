import { UserError } from "../../base/errors.js";
import type { ExternalTensors } from "./external-tensors.js";
import { fromAttributeInteger, toAttributeInteger } from "./integer.js";
import type { OnnxAttribute } from "./model.js";
import { printable } from "./printable.js";
import type { AttributeProto } from "./protos.js";
import { decodeTensor, encodeTensor } from "./tensor-proto.js";

/** AttributeProto.AttributeType by number. */
const TYPES = [
  "undefined",
  "float",
  "int",
  "string",
  "tensor",
  "graph",
  "floats",
  "ints",
  "strings",
  "tensors",
  "graphs",
  "sparse_tensor",
  "sparse_tensors",
  "type_proto",
  "type_protos",
];

const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UserError(`${what}: string is not valid UTF-8; export the model again without binary attributes`);
  }
}

/**
 * @param label how messages name the node
 * @throws UserError for a type that no supported operator takes (subgraphs, sparse tensors, types, references).
 */
export function decodeAttribute(proto: AttributeProto, label: string, external: ExternalTensors): OnnxAttribute {
  const what = `${label}: attribute "${printable(proto.name)}"`;
  if (proto.refAttrName !== "")
    throw new UserError(`${what} refers to a function's attribute; inline the model's functions (onnx.inliner) first`);
  switch (proto.type) {
    case 1:
      return { type: "float", value: proto.f };
    case 2:
      return { type: "int", value: toAttributeInteger(proto.i, what) };
    case 3:
      return { type: "string", value: text(proto.s, what) };
    case 4:
      if (proto.t === null) throw new UserError(`${what} has type tensor but no tensor; the file is damaged`);
      return { type: "tensor", value: decodeTensor(proto.t, what, external) };
    case 6:
      return { type: "floats", value: proto.floats.slice() };
    case 7:
      return { type: "ints", value: proto.ints.map((value) => toAttributeInteger(value, what)) };
    case 8:
      return { type: "strings", value: proto.strings.map((value) => text(value, what)) };
    default:
      throw new UserError(
        `${what} has type ${TYPES[proto.type] ?? "unknown"} (${proto.type}), expected float, int, string, tensor or a list of the first three; ` +
          "export the model without control flow, sparse tensors and type attributes",
      );
  }
}

export function encodeAttribute(name: string, attribute: OnnxAttribute): object {
  const type = TYPES.indexOf(attribute.type);
  switch (attribute.type) {
    case "float":
      return { name, type, f: attribute.value };
    case "int":
      return { name, type, i: fromAttributeInteger(attribute.value) };
    case "string":
      return { name, type, s: encodeText(attribute.value) };
    case "tensor":
      return { name, type, t: encodeTensor("", attribute.value) };
    case "floats":
      return { name, type, floats: attribute.value };
    case "ints":
      return { name, type, ints: attribute.value.map(fromAttributeInteger) };
    case "strings":
      return { name, type, strings: attribute.value.map(encodeText) };
  }
}
