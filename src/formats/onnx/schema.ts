import protobuf from "protobufjs/light.js";
import { MESSAGES } from "./messages.js";

/** Tells an absent field from a zero as proto2 does (onnx.proto's own syntax), and unlike it checks UTF-8 while reading. */
const EDITION = "2023";

function field([id, type]: readonly [number, string]): protobuf.IField {
  const encoding = type.endsWith("**") ? "PACKED" : "EXPANDED";
  const base = { id, type: type.replace(/\*+$/, "") };
  return type.endsWith("*")
    ? ({ ...base, rule: "repeated", options: { features: { repeated_field_encoding: encoding } } } as protobuf.IField)
    : base;
}

function modelType(): protobuf.Type {
  const nested = Object.fromEntries(
    Object.entries(MESSAGES).map(([message, fields]) => [
      message,
      {
        edition: EDITION,
        fields: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, field(spec)])),
      },
    ]),
  );
  const root = protobuf.Root.fromJSON({ nested } as protobuf.INamespace);
  return root.resolveAll().lookupType("Model");
}

/** ModelProto, to be written; `decodeMessage` reads it. */
export const ModelMessage = modelType();
