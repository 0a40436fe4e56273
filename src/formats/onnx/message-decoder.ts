import type { BoundedReader } from "./bounded-reader.js";

/** A field of a message: what it is called, and how its value is read. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly repeated: boolean;
}

type Fields = ReadonlyMap<number, Field>;

/**
 * Messages of a protobuf schema by name, each with its fields: [number, type]; `*` marks a repeated field, `**` a packed
 * one. A type is a scalar of protobuf or another message of the table.
 */
export type Messages = Readonly<Record<string, Readonly<Record<string, readonly [number, string]>>>>;
type Message = Record<string, unknown>;

/** Wire types of protobuf. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const WIRE: Readonly<Record<string, number>> = {
  ...{ int64: VARINT, int32: VARINT, bool: VARINT, double: FIXED64, float: FIXED32, fixed32: FIXED32 },
};

const ZEROS: Readonly<Record<string, unknown>> = {
  int64: { low: 0, high: 0, unsigned: false },
  int32: 0,
  bool: false,
  fixed32: 0,
  float: 0,
  double: 0,
  string: "",
  bytes: new Uint8Array(),
};

const fieldsOf = (fields: Messages[string]): Fields =>
  new Map(
    Object.entries(fields).map(([name, [id, type]]) => [
      id,
      { name, type: type.replace(/\*+$/, ""), repeated: type.endsWith("*") },
    ]),
  );

/** What absent fields read as. */
const absent = (fields: Fields): Message =>
  Object.fromEntries(
    Array.from(fields.values(), ({ name, type, repeated }) => [
      name,
      repeated ? Object.freeze([]) : (ZEROS[type] ?? null),
    ]),
  );

/** Reads the message that a reader stands before; it ends at `end` or, by default, with the reader. */
export type MessageDecoder = (reader: BoundedReader, message: string, end?: number) => object;

/**
 * Reads messages as a table describes them: `Object.hasOwn` tells which fields are there. They are read from the table and
 * not by code made of it, which a page's policy forbids. What it gives throws an Error for what is damaged or cut short.
 */
export function messageDecoder(messages: Messages): MessageDecoder {
  const known = new Map(Object.entries(messages).map(([name, fields]) => [name, fieldsOf(fields)]));
  const defaults = new Map(Array.from(known, ([name, fields]) => [name, absent(fields)]));
  const decode: MessageDecoder = (reader, message, end = reader.len) =>
    decodeInto(Object.create(defaults.get(message)!) as Message, reader, message, end);

  /** A message that is there twice is one: protobuf merges. */
  function decodeInto(result: Message, reader: BoundedReader, message: string, end: number): Message {
    const fields = known.get(message)!;
    if (end > reader.len) throw new RangeError("index out of range");
    while (reader.pos < end) readField(reader, fields, result);
    if (reader.pos !== end) throw new RangeError("index out of range");
    return result;
  }

  function readField(reader: BoundedReader, fields: Fields, into: Message): void {
    const tag = reader.tag();
    const wire = tag & 7;
    const field = fields.get(tag >>> 3);
    const expected = field === undefined ? undefined : (WIRE[field.type] ?? BYTES);
    if (field === undefined || (wire !== expected && !(field.repeated && wire === BYTES))) {
      reader.skipType(wire, 0, tag >>> 3);
      return;
    }
    const { name, type, repeated } = field;
    if (!repeated) {
      into[name] = readValue(reader, type, into[name]);
      return;
    }
    if (!Object.hasOwn(into, name)) into[name] = [];
    if (wire !== expected) readPacked(reader, type, into[name] as never[]);
    else (into[name] as unknown[]).push(readValue(reader, type, null));
  }

  function readValue(reader: BoundedReader, type: string, before: unknown): unknown {
    const scalar = SCALARS[type];
    if (scalar !== undefined) return scalar(reader);
    const end = reader.uint32() + reader.pos;
    return before === null ? decode(reader, type, end) : decodeInto(before as Message, reader, type, end);
  }

  return decode;
}

const SCALARS: Readonly<Record<string, (reader: BoundedReader) => unknown>> = {
  int64: (reader) => reader.int64(),
  int32: (reader) => reader.int32(),
  bool: (reader) => reader.bool(),
  fixed32: (reader) => reader.fixed32(),
  float: (reader) => reader.float(),
  double: (reader) => reader.double(),
  string: (reader) => reader.stringVerify(),
  bytes: (reader) => reader.bytes(),
};

function readPacked(reader: BoundedReader, type: string, list: never[]): void {
  if (type === "int64") reader.int64s(list);
  else if (type === "int32") reader.int32s(list);
  else if (type === "bool") reader.bools(list);
  else if (type === "float") reader.floats(list);
  else reader.doubles(list);
}
