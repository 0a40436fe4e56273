import { UserError } from "../errors.js";
import { directory64, wide } from "./zip64.js";

/** An entry of a zip archive, as its central directory states it. */
export interface ZipRecord {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** Unpacked size in bytes. */
  readonly size: number;
  readonly packedSize: number;
  /** Where the entry's local header starts in the file. */
  readonly local: number;
}

export interface ZipEntry extends ZipRecord {
  /** The packed bytes; shares the archive's storage. */
  readonly packed: Uint8Array;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const COMMENT_LIMIT = 65_535;
const ENCRYPTED = 1;

/**
 * The entries of a zip archive (APPNOTE 6.3, zip64 too), in the directory's order.
 * @param name the file's name, for messages
 * @throws UserError when a header is missing or points outside the archive.
 */
export function readZipDirectory(bytes: Uint8Array, name: string): ZipEntry[] {
  return readZipRecords(bytes, 0, name).map((record) => {
    const start = record.local + contentOffset(bytes.subarray(record.local), name);
    if (start + record.packedSize > bytes.length) throw damaged(name);
    return { ...record, packed: bytes.subarray(start, start + record.packedSize) };
  });
}

/**
 * The same from the end of an archive alone.
 * @param tail the archive from byte `start` on, the whole directory included
 */
export function readZipRecords(tail: Uint8Array, start: number, name: string): ZipRecord[] {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const end = findEnd(view, name);
  const own = { count: view.getUint16(end + 10, true), offset: view.getUint32(end + 16, true) };
  const { count, offset } = directory64(view, end, start) ?? own;
  let position = offset - start;
  const records: ZipRecord[] = [];
  for (let i = 0; i < count; i++) {
    if (position < 0 || position + CENTRAL_LENGTH > end || view.getUint32(position, true) !== CENTRAL)
      throw damaged(name);
    const nameLength = view.getUint16(position + 28, true);
    const extraLength = view.getUint16(position + 30, true);
    const begin = position + CENTRAL_LENGTH;
    const next = begin + nameLength + extraLength + view.getUint16(position + 32, true);
    if (next > end) throw damaged(name);
    if (view.getUint16(position + 8, true) & ENCRYPTED)
      throw new UserError(`${name}: archive is encrypted, expected a plain one; save it with numpy.savez`);
    const [size, packedSize, local] = wide(
      [24, 20, 42].map((field) => view.getUint32(position + field, true)),
      new DataView(tail.buffer, tail.byteOffset + begin + nameLength, extraLength),
    ) as [number, number, number];
    records.push({
      name: new TextDecoder().decode(tail.subarray(begin, begin + nameLength)),
      method: view.getUint16(position + 10, true),
      crc: view.getUint32(position + 16, true),
      ...{ size, packedSize, local },
    });
    position = next;
  }
  return records;
}

/** Length of an entry's local header, whose name and extra field may differ from the directory's. */
export function contentOffset(local: Uint8Array, name: string): number {
  const view = new DataView(local.buffer, local.byteOffset, local.byteLength);
  if (local.length < LOCAL_LENGTH || view.getUint32(0, true) !== LOCAL) throw damaged(name);
  return LOCAL_LENGTH + view.getUint16(26, true) + view.getUint16(28, true);
}

function damaged(name: string): UserError {
  return new UserError(`${name}: zip archive is damaged or cut short; copy the whole file or save it with numpy.savez`);
}

function findEnd(view: DataView, name: string): number {
  const last = view.byteLength - END_LENGTH;
  for (let position = last; position >= Math.max(0, last - COMMENT_LIMIT); position--)
    if (view.getUint32(position, true) === END) return position;
  throw new UserError(`${name}: not a .npz file, or cut short; save it with numpy.savez`);
}
