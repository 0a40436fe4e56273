import { Builder } from "flatbuffers";
import type { Row } from "./row.js";
import { FIELDS, type Field, SCALAR_BYTES, type ScalarType, type TableName } from "./schema.js";

/** Raw data is written in blocks of 16 bytes, aligned to 16, as the chip's vector loads need it. */
const BLOCK_BYTES = 16;

/** A flatbuffer with `row` as its root table: the inverse of `decodeFlatbuffer` with blocks of 16 bytes. */
export function encodeFlatbuffer<N extends TableName>(row: Row<N>, root: N): Uint8Array {
  const builder = new Builder(65536);
  builder.finish(writeTable(builder, row, root));
  return builder.asUint8Array().slice();
}

type Placed = { readonly slot: number; readonly add: () => void; readonly bytes: number };

/** What a field refers to is written first (a flatbuffer grows downwards), then the table itself. */
function writeTable(builder: Builder, row: object, name: TableName): number {
  const values = row as Readonly<Record<string, unknown>>;
  const placed: Placed[] = [];
  for (const { key, field, slot } of FIELDS[name].rows) {
    const value = values[key];
    if (value === undefined) continue;
    if (field.kind === "scalar") {
      const number = value as number | bigint;
      placed.push({ slot, bytes: SCALAR_BYTES[field.type], add: () => addScalar(builder, number, field.type) });
    } else if (field.kind === "union") {
      const member = value as { table: TableName; row: object };
      const offset = writeTable(builder, member.row, member.table);
      placed.push({ slot, bytes: 1, add: () => builder.addInt8(field.of.indexOf(member.table) + 1) });
      placed.push({ slot: slot + 1, bytes: 4, add: () => builder.addOffset(offset) });
    } else {
      const offset = writeReference(builder, value, field);
      placed.push({ slot, bytes: 4, add: () => builder.addOffset(offset) });
    }
  }
  builder.startObject(FIELDS[name].slots);
  // Wide fields first, so that no padding lies between them.
  for (const { slot, add } of placed.sort((a, b) => b.bytes - a.bytes)) {
    add();
    builder.slot(slot);
  }
  return builder.endObject();
}

function writeReference(builder: Builder, value: unknown, field: Exclude<Field, { kind: "scalar" | "union" }>): number {
  switch (field.kind) {
    case "string":
      return builder.createString(value as string);
    case "table":
      return writeTable(builder, value as object, field.of);
    case "blocks":
      return writeBlocks(builder, value as Uint8Array);
    case "strings":
      return writeOffsets(
        builder,
        (value as readonly string[]).map((text) => builder.createString(text)),
      );
    case "tables":
      return writeOffsets(
        builder,
        (value as readonly object[]).map((item) => writeTable(builder, item, field.of)),
      );
    case "vector": {
      if (field.type === "uint8") return builder.createByteVector(value as Uint8Array);
      const items = value as readonly (number | bigint)[];
      const bytes = SCALAR_BYTES[field.type];
      builder.startVector(bytes, items.length, bytes);
      for (let index = items.length - 1; index >= 0; index--) addScalar(builder, items[index]!, field.type);
      return builder.endVector();
    }
  }
}

function writeOffsets(builder: Builder, offsets: readonly number[]): number {
  builder.startVector(4, offsets.length, 4);
  for (let index = offsets.length - 1; index >= 0; index--) builder.addOffset(offsets[index]!);
  return builder.endVector();
}

function writeBlocks(builder: Builder, bytes: Uint8Array): number {
  const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(bytes);
  const words = new DataView(padded.buffer);
  builder.startVector(BLOCK_BYTES, blocks, BLOCK_BYTES);
  for (let at = padded.length - 4; at >= 0; at -= 4) builder.writeInt32(words.getInt32(at, true));
  return builder.endVector();
}

function addScalar(builder: Builder, value: number | bigint, type: ScalarType): void {
  switch (type) {
    case "int8":
    case "uint8":
      builder.addInt8(value as number);
      break;
    case "int32":
      builder.addInt32(value as number);
      break;
    case "int64":
    case "uint64":
      builder.addInt64(value as bigint);
      break;
    case "float32":
      builder.addFloat32(value as number);
      break;
    case "float64":
      builder.addFloat64(value as number);
      break;
  }
}
