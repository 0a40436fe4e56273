import protobuf from "protobufjs/light.js";

/**
 * Messages of a protobuf schema by name, each with its fields: [number, type]; `*` marks a repeated field, `**` a packed
 * one. A type is a scalar of protobuf or another message of the table.
 */
export type Messages = Readonly<Record<string, Readonly<Record<string, readonly [number, string]>>>>;

/** A 64-bit integer as protobufjs holds it. */
export interface Int64 {
  low: number;
  high: number;
  unsigned: boolean;
}

/** Tells an absent field from a zero as proto2 does (onnx.proto's own syntax), and unlike it checks UTF-8 while reading. */
const EDITION = "2023";

/** The type of the table that reads and writes whole files. */
export function messageType(messages: Messages, name: string): protobuf.Type {
  const nested = Object.fromEntries(
    Object.entries(messages).map(([message, fields]) => [
      message,
      {
        edition: EDITION,
        fields: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, field(spec)])),
      },
    ]),
  );
  const root = protobuf.Root.fromJSON({ nested } as protobuf.INamespace);
  return root.resolveAll().lookupType(name);
}

function field([id, type]: readonly [number, string]): protobuf.IField {
  const encoding = type.endsWith("**") ? "PACKED" : "EXPANDED";
  const base = { id, type: type.replace(/\*+$/, "") };
  return type.endsWith("*")
    ? ({ ...base, rule: "repeated", options: { features: { repeated_field_encoding: encoding } } } as protobuf.IField)
    : base;
}
