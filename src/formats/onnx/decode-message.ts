import type { BoundedReader } from "./bounded-reader.js";
import { MESSAGES } from "./messages.js";

/** A field of a message: what it is called, and how its value is read. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly repeated: boolean;
}

type Fields = ReadonlyMap<number, Field>;
type Message = Record<string, unknown>;

/** Wire types of protobuf. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const WIRE: Readonly<Record<string, number>> = { int64: VARINT, int32: VARINT, double: FIXED64, float: FIXED32 };

const FIELDS: ReadonlyMap<string, Fields> = new Map(
  Object.entries(MESSAGES).map(([message, fields]) => [
    message,
    new Map(
      Object.entries(fields).map(([name, [id, type]]) => [
        id,
        { name, type: type.replace(/\*+$/, ""), repeated: type.endsWith("*") },
      ]),
    ),
  ]),
);

const ZEROS: Readonly<Record<string, unknown>> = {
  int64: { low: 0, high: 0, unsigned: false },
  int32: 0,
  float: 0,
  double: 0,
  string: "",
  bytes: new Uint8Array(),
};

/** What absent fields read as, by message. */
const ABSENT: ReadonlyMap<string, Message> = new Map(
  Array.from(FIELDS, ([message, fields]) => [
    message,
    Object.fromEntries(
      Array.from(fields.values(), ({ name, type, repeated }) => [
        name,
        repeated ? Object.freeze([]) : (ZEROS[type] ?? null),
      ]),
    ),
  ]),
);

/**
 * The message that a reader stands before, as `MESSAGES` describes it: `Object.hasOwn` tells which fields are there. It is
 * read from the table and not by code made of it, which a page's policy forbids.
 * @param end where it ends; default: with the reader
 * @throws Error when it is damaged or cut short
 */
export function decodeMessage(reader: BoundedReader, message: string, end = reader.len): object {
  return decodeInto(Object.create(ABSENT.get(message)!) as Message, reader, message, end);
}

/** A message that is there twice is one: protobuf merges. */
function decodeInto(result: Message, reader: BoundedReader, message: string, end: number): Message {
  const fields = FIELDS.get(message)!;
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
  switch (type) {
    case "int64":
      return reader.int64();
    case "int32":
      return reader.int32();
    case "float":
      return reader.float();
    case "double":
      return reader.double();
    case "string":
      return reader.stringVerify();
    case "bytes":
      return reader.bytes();
    default: {
      const end = reader.uint32() + reader.pos;
      return before === null ? decodeMessage(reader, type, end) : decodeInto(before as Message, reader, type, end);
    }
  }
}

function readPacked(reader: BoundedReader, type: string, list: never[]): void {
  if (type === "int64") reader.int64s(list);
  else if (type === "int32") reader.int32s(list);
  else if (type === "float") reader.floats(list);
  else reader.doubles(list);
}
