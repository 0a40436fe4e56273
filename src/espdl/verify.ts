import { UserError } from "../base/errors.js";
import { type BlockBytes, FIELDS, type Field, SCALAR_BYTES, type TableName } from "./schema.js";

/** Deepest nesting of tables; a plain model needs 8 (model, graph, value info, type, tensor type, shape, dimension, value). */
const MAX_DEPTH = 48;

/**
 * Checks a flatbuffer from its root before anything reads it: every offset points forward and inside the buffer (so
 * there are no cycles), vtables are sane, scalars and vectors are aligned and whole, strings end in a zero byte, tables
 * nest no deeper than 48, and what is reachable, counted as often as it is referred to, is at most 4 times the buffer
 * (a few bytes cannot unfold to a large model).
 * @throws UserError with one line: the field's path, what was found and what was expected.
 */
export function verifyFlatbuffer(bytes: Uint8Array, root: TableName, blockBytes: BlockBytes): void {
  new Verifier(bytes, blockBytes).root(root);
}

class Verifier {
  private readonly view: DataView;
  private readonly size: number;
  private readonly path: (string | number)[] = [];
  private budget: number;

  constructor(
    bytes: Uint8Array,
    private readonly blockBytes: BlockBytes,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = bytes.byteLength;
    this.budget = 4 * this.size + 65536;
  }

  root(name: TableName): void {
    this.path.push(name);
    this.table(this.follow(0), name, 0);
  }

  private fail(found: string): never {
    const parts = this.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`));
    if (parts.length > 16) parts.splice(4, parts.length - 12, ".…");
    throw new UserError(`${parts.join("").slice(1)}: ${found}`);
  }

  /** `count` bytes at `at` must lie inside the buffer, with `at` a multiple of `alignment`. */
  private need(at: number, count: number, alignment: number, what: string): void {
    if (at < 0 || at + count > this.size) {
      this.fail(`${what} at byte ${at} needs ${count} bytes, the buffer ends at ${this.size}`);
    }
    if (at % alignment !== 0) this.fail(`${what} at byte ${at} is not aligned to ${alignment}`);
    this.budget -= count;
    if (this.budget < 0) this.fail("the same data is referred to too often (a few bytes that unfold to a large model)");
  }

  private follow(at: number): number {
    this.need(at, 4, 4, "an offset");
    const offset = this.view.getUint32(at, true);
    if (offset < 4 || at + offset + 4 > this.size) {
      this.fail(`offset ${offset} at byte ${at} does not point forward into the buffer of ${this.size} bytes`);
    }
    return at + offset;
  }

  private table(at: number, name: TableName, depth: number): void {
    if (depth > MAX_DEPTH) this.fail(`tables nest deeper than ${MAX_DEPTH}`);
    this.need(at, 4, 4, "a table");
    const vtable = at - this.view.getInt32(at, true);
    this.need(vtable, 4, 2, "a vtable");
    const vtableSize = this.view.getUint16(vtable, true);
    const tableSize = this.view.getUint16(vtable + 2, true);
    if (vtableSize < 4 || vtableSize % 2 !== 0) this.fail(`a vtable cannot have ${vtableSize} bytes`);
    this.need(vtable, vtableSize, 2, "a vtable");
    if (tableSize < 4) this.fail(`a table cannot have ${tableSize} bytes`);
    this.need(at, tableSize, 4, "a table");
    const offsetOf = (slot: number): number =>
      4 + 2 * slot + 2 <= vtableSize ? this.view.getUint16(vtable + 4 + 2 * slot, true) : 0;
    for (const { key, field, slot } of FIELDS[name].rows) {
      this.path.push(key);
      if (field.kind === "union") {
        const tag = this.inline(at, offsetOf(slot), tableSize, 1);
        const value = this.inline(at, offsetOf(slot + 1), tableSize, 4);
        const member = tag === 0 ? 0 : this.view.getUint8(tag);
        if (member > field.of.length) this.fail(`unknown union member ${member}, expected 0 … ${field.of.length}`);
        if ((member === 0) !== (value === 0)) this.fail(`union member ${member} ${value ? "with" : "without"} a value`);
        if (member !== 0) this.table(this.follow(value), field.of[member - 1]!, depth + 1);
      } else {
        const bytes = field.kind === "scalar" ? SCALAR_BYTES[field.type] : 4;
        const position = this.inline(at, offsetOf(slot), tableSize, bytes);
        if (position !== 0 && field.kind !== "scalar") this.reference(this.follow(position), field, depth);
      }
      this.path.pop();
    }
  }

  /** The place of a field of `bytes` bytes in its table; 0 when the field is absent. */
  private inline(at: number, offset: number, tableSize: number, bytes: number): number {
    if (offset === 0) return 0;
    if (offset < 4 || offset + bytes > tableSize) {
      this.fail(`lies at byte ${offset} of a table of ${tableSize} bytes`);
    }
    if ((at + offset) % bytes !== 0) this.fail(`${bytes} bytes at byte ${at + offset} are not aligned`);
    return at + offset;
  }

  private reference(at: number, field: Exclude<Field, { kind: "scalar" | "union" }>, depth: number): void {
    switch (field.kind) {
      case "table":
        this.table(at, field.of, depth + 1);
        break;
      case "string":
        this.string(at);
        break;
      case "vector":
        this.vector(at, SCALAR_BYTES[field.type], SCALAR_BYTES[field.type]);
        break;
      case "blocks":
        this.vector(at, this.blockBytes, this.blockBytes);
        break;
      case "strings":
        this.each(at, (item) => this.string(item));
        break;
      case "tables":
        this.each(at, (item) => this.table(item, field.of, depth + 1));
        break;
    }
  }

  private each(at: number, check: (item: number) => void): void {
    const length = this.vector(at, 4, 4);
    for (let index = 0; index < length; index++) {
      this.path.push(index);
      check(this.follow(at + 4 + 4 * index));
      this.path.pop();
    }
  }

  private string(at: number): void {
    const length = this.vector(at, 1, 1);
    this.need(at + 4 + length, 1, 1, "a string's end");
    if (this.view.getUint8(at + 4 + length) !== 0) this.fail("a string does not end in a zero byte");
  }

  private vector(at: number, itemBytes: number, alignment: number): number {
    this.need(at, 4, 4, "a vector");
    const length = this.view.getUint32(at, true);
    if (length * itemBytes > this.size) this.fail(`a vector of ${length} items does not fit ${this.size} bytes`);
    this.need(at + 4, length * itemBytes, length === 0 ? 1 : alignment, "a vector's items");
    return length;
  }
}
