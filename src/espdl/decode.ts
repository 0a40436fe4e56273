import { ByteBuffer } from "flatbuffers";
import type { Row } from "./row.js";
import { type BlockBytes, FIELDS, type Field, SCALAR_BYTES, type ScalarType, type TableName } from "./schema.js";

type Table = Readonly<Record<string, unknown>>;

/**
 * The root table of a flatbuffer as plain data. `bytes` must have passed `verifyFlatbuffer` with the same root.
 * Vectors of bytes and of blocks share the storage of `bytes`; everything else is copied.
 */
export function decodeFlatbuffer<N extends TableName>(bytes: Uint8Array, root: N, blockBytes: BlockBytes): Row<N> {
  const buffer = new ByteBuffer(bytes);
  return new Decoder(buffer, blockBytes).table(buffer.__indirect(0), root) as Row<N>;
}

class Decoder {
  constructor(
    private readonly buffer: ByteBuffer,
    private readonly blockBytes: BlockBytes,
  ) {}

  table(at: number, name: TableName): Table {
    const row: Record<string, unknown> = {};
    for (const { key, field, slot } of FIELDS[name].rows) {
      const offset = this.buffer.__offset(at, 4 + 2 * slot);
      if (offset === 0) continue;
      if (field.kind !== "union") {
        row[key] = this.field(at + offset, field);
        continue;
      }
      const member = field.of[this.buffer.readUint8(at + offset) - 1];
      if (member === undefined) continue;
      const value = this.buffer.__indirect(at + this.buffer.__offset(at, 6 + 2 * slot));
      row[key] = { table: member, row: this.table(value, member) };
    }
    return row;
  }

  private field(at: number, field: Exclude<Field, { kind: "union" }>): unknown {
    switch (field.kind) {
      case "scalar":
        return this.scalar(at, field.type);
      case "string":
        return this.buffer.__string(at);
      case "table":
        return this.table(this.buffer.__indirect(at), field.of);
      case "blocks":
        return this.bytes(at, this.blockBytes);
      case "vector":
        if (field.type === "uint8") return this.bytes(at, 1);
        return this.items(at, SCALAR_BYTES[field.type], (item) => this.scalar(item, field.type));
      case "strings":
        return this.items(at, 4, (item) => this.buffer.__string(item));
      case "tables":
        return this.items(at, 4, (item) => this.table(this.buffer.__indirect(item), field.of));
    }
  }

  private items<T>(at: number, bytes: number, read: (at: number) => T): T[] {
    const vector = this.buffer.__indirect(at);
    const length = this.buffer.readUint32(vector);
    const items: T[] = [];
    for (let index = 0; index < length; index++) items.push(read(vector + 4 + index * bytes));
    return items;
  }

  private bytes(at: number, itemBytes: number): Uint8Array {
    const vector = this.buffer.__indirect(at);
    return this.buffer.bytes().subarray(vector + 4, vector + 4 + this.buffer.readUint32(vector) * itemBytes);
  }

  private scalar(at: number, type: ScalarType): number | bigint {
    switch (type) {
      case "int8":
        return this.buffer.readInt8(at);
      case "uint8":
        return this.buffer.readUint8(at);
      case "int32":
        return this.buffer.readInt32(at);
      case "int64":
        return this.buffer.readInt64(at);
      case "uint64":
        return this.buffer.readUint64(at);
      case "float32":
        return this.buffer.readFloat32(at);
      case "float64":
        return this.buffer.readFloat64(at);
    }
  }
}
