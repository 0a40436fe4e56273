import { UserError } from "../../base/errors.js";
import { maskedCrc32c } from "./crc32c.js";

/** A table ends in two places of blocks, padding, and this number. */
const FOOTER = 48;
const MAGIC = 0xdb4775248b80fb57n;
/** Behind each block: how it is packed, and its checksum. */
const TRAILER = 5;

/**
 * The entries of a table of sorted strings (LevelDB's format, as TensorFlow writes its checkpoints' indices).
 * @param name the file's name, for messages
 * @throws UserError when it is damaged or packed
 */
export function readSortedTable(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  try {
    return entriesOf(bytes);
  } catch (error) {
    if (error instanceof RangeError)
      throw new UserError(`${name}: damaged or cut short (${error.message}); copy the whole folder`);
    throw error;
  }
}

function entriesOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FOOTER || view.getBigUint64(bytes.length - 8, true) !== MAGIC)
    throw new RangeError("it does not end as a table does");
  const footer = new Cursor(bytes, bytes.length - FOOTER);
  // The first place is that of a block about the table, which holds nothing.
  footer.place();
  const result = new Map<string, Uint8Array>();
  const utf8 = new TextDecoder();
  for (const [, place] of block(bytes, footer.place()))
    for (const [key, value] of block(bytes, new Cursor(place, 0).place())) result.set(utf8.decode(key), value);
  return result;
}

/** The keys and values of a block; a key repeats the start of the one before it. */
function block(bytes: Uint8Array, [offset, size]: readonly [number, number]): [Uint8Array, Uint8Array][] {
  const end = offset + size;
  if (!(end + TRAILER <= bytes.length)) throw new RangeError("a block ends after the file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (maskedCrc32c(bytes.subarray(offset, end + 1)) !== view.getUint32(end + 1, true))
    throw new RangeError("a block's checksum differs");
  if (bytes[end] !== 0) throw new RangeError(`a block is packed in way ${bytes[end]}, expected plain`);
  const restarts = size < 4 ? -1 : view.getUint32(end - 4, true);
  const last = end - 4 - 4 * restarts;
  if (restarts < 0 || last < offset) throw new RangeError("a block's places do not fit");
  const entries: [Uint8Array, Uint8Array][] = [];
  const cursor = new Cursor(bytes.subarray(0, last), offset);
  let key: Uint8Array = new Uint8Array();
  while (!cursor.atEnd) {
    const [shared, own, length] = [cursor.varint(), cursor.varint(), cursor.varint()];
    if (shared > key.length) throw new RangeError("a key repeats more than there is");
    key = Buffer.concat([key.subarray(0, shared), cursor.bytes(own)]);
    entries.push([key, cursor.bytes(length)]);
  }
  return entries;
}

/** Reads one after the other. */
class Cursor {
  constructor(
    private readonly data: Uint8Array,
    private position: number,
  ) {}

  get atEnd(): boolean {
    return this.position >= this.data.length;
  }

  /** @throws RangeError beyond 53 bits or the end */
  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 53; scale *= 128) {
      const byte = this.data[this.position++];
      if (byte === undefined) throw new RangeError("it ends inside a number");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a number is too large");
  }

  place(): [offset: number, size: number] {
    return [this.varint(), this.varint()];
  }

  bytes(length: number): Uint8Array {
    const start = this.position;
    this.position += length;
    if (!(this.position <= this.data.length)) throw new RangeError("an entry ends after its block");
    return this.data.subarray(start, this.position);
  }
}
