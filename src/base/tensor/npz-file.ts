import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { Inflate } from "fflate";
import { UserError } from "../errors.js";
import { type DType, fromBytes, itemSize } from "./dtype.js";
import { NPY_HEADER_LIMIT, type NpyHeader, parseNpyHeader } from "./npy-header.js";
import { Tensor } from "./tensor.js";
import { contentOffset, readZipRecords, type ZipRecord } from "./zip-directory.js";

const CHUNK = 1 << 16;
/** Enough for the directories of thousands of arrays and the longest comment. */
const TAIL = 1 << 20;

/** An array of an `.npz` whose rows of the first axis are read one after the other, so that memory stays bounded. */
export interface NpzColumn {
  readonly dtype: DType;
  /** The whole array's shape: [count, …row]. */
  readonly shape: readonly number[];
  /** The next row, of shape `shape.slice(1)`. @throws UserError when the file is damaged or became shorter. */
  next(): Tensor;
}

export interface NpzFile {
  readonly columns: ReadonlyMap<string, NpzColumn>;
  close(): void;
}

/** Opens an `.npz`, packed or not, for streaming; the caller closes it. @throws UserError when it is not such a file. */
export function openNpz(path: string): NpzFile {
  const file = open(path);
  try {
    const { size } = fstatSync(file);
    const start = Math.max(0, size - TAIL);
    const records = readZipRecords(readAt(file, start, size - start), start, path);
    const columns = new Map<string, NpzColumn>();
    for (const record of records) columns.set(record.name.replace(/\.npy$/, ""), new Column(file, record, path));
    return { columns, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}

class Column implements NpzColumn {
  private readonly header: NpyHeader;
  private readonly inflate: Inflate | undefined;
  private readonly shown: string;
  private position: number;
  private readonly end: number;
  private ready: Uint8Array[] = [];
  private crc = 0;
  private unpacked = 0;

  constructor(
    private readonly file: number,
    private readonly record: ZipRecord,
    path: string,
  ) {
    this.shown = `${path}: array "${record.name
      .replace(/\.npy$/, "")
      .replace(/\p{C}/gu, "?")
      .slice(0, 80)}"`;
    if (record.method !== 0 && record.method !== 8)
      throw new UserError(`${this.shown}: zip method ${record.method}, expected 0 or 8; save it with numpy.savez`);
    this.position = record.local + contentOffset(readAt(file, record.local, 30), path);
    this.end = this.position + record.packedSize;
    if (record.method === 8) this.inflate = new Inflate((bytes) => this.ready.push(bytes));
    const begin = this.peek(NPY_HEADER_LIMIT);
    this.header = parseNpyHeader(begin, this.shown);
    if (this.header.fortranOrder && this.header.shape.length > 1)
      throw new UserError(
        `${this.shown}: Fortran order, expected C order for streaming; save it with numpy.ascontiguousarray(array)`,
      );
    this.take(this.header.offset);
  }

  get dtype(): DType {
    return this.header.dtype;
  }

  get shape(): readonly number[] {
    return this.header.shape;
  }

  next(): Tensor {
    const [, ...row] = this.shape;
    const bytes = row.reduce((product, dim) => product * dim, itemSize(this.dtype));
    return new Tensor(this.dtype, row, fromBytes(this.dtype, this.take(bytes)));
  }

  /** The first bytes, at most `limit`, without taking them. */
  private peek(limit: number): Uint8Array {
    while (this.available() < limit && this.fill());
    const all = Buffer.concat(this.ready);
    this.ready = [all];
    return all.subarray(0, limit);
  }

  private take(count: number): Uint8Array {
    while (this.available() < count) {
      if (!this.fill()) throw new UserError(`${this.shown}: ends before its last element; copy the whole file`);
    }
    const all = this.ready.length === 1 ? this.ready[0]! : Buffer.concat(this.ready);
    this.ready = [all.subarray(count)];
    return all.subarray(0, count);
  }

  private available(): number {
    return this.ready.reduce((sum, { length }) => sum + length, 0);
  }

  /** Reads on; false at the end, where the checksum has to be right. */
  private fill(): boolean {
    if (this.position >= this.end) return false;
    const chunk = readAt(this.file, this.position, Math.min(CHUNK, this.end - this.position));
    if (chunk.length === 0) throw new UserError(`${this.shown}: became shorter while it was read; try again`);
    this.position += chunk.length;
    const before = this.ready.length;
    try {
      if (this.inflate === undefined) this.ready.push(chunk);
      else this.inflate.push(chunk, this.position >= this.end);
    } catch (error) {
      throw new UserError(`${this.shown}: cannot be unpacked (${(error as Error).message}); copy the whole file`);
    }
    for (const bytes of this.ready.slice(before)) {
      this.crc = crc32(bytes, this.crc);
      this.unpacked += bytes.length;
    }
    if (this.position >= this.end && (this.crc !== this.record.crc || this.unpacked !== this.record.size))
      throw new UserError(`${this.shown}: checksum differs from the archive's; copy the whole file`);
    return true;
  }
}

function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const got = readSync(file, bytes, 0, length, position);
  return bytes.subarray(0, got);
}
