const utf8 = new TextDecoder();

/** Most entries of a vector of tables: more is a file that was made to harm. */
const MOST_TABLES = 2 ** 20;

/** A place outside the file was asked for: it is damaged. */
export class DamagedError extends Error {}

/**
 * A table of a flatbuffer, its fields by number. The library `flatbuffers` reads beyond the end without a word; a DataView
 * throws, so that a damaged file is found where it is read: everything throws DamagedError outside the buffer.
 */
export class Table {
  private constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  static root(bytes: Uint8Array): Table {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return guarded(() => new Table(view, view.getUint32(0, true)));
  }

  int8(field: number, fallback = 0): number {
    return this.scalar(field, fallback, (at) => this.view.getInt8(at));
  }

  int32(field: number, fallback = 0): number {
    return this.scalar(field, fallback, (at) => this.view.getInt32(at, true));
  }

  uint32(field: number, fallback = 0): number {
    return this.scalar(field, fallback, (at) => this.view.getUint32(at, true));
  }

  float(field: number, fallback = 0): number {
    return this.scalar(field, fallback, (at) => this.view.getFloat32(at, true));
  }

  bool(field: number): boolean {
    return this.int8(field) !== 0;
  }

  text(field: number): string {
    return utf8.decode(this.bytes(field));
  }

  table(field: number): Table | undefined {
    return guarded(() => {
      const at = this.place(field);
      return at === undefined ? undefined : new Table(this.view, at + this.view.getUint32(at, true));
    });
  }

  tables(field: number): Table[] {
    return this.items(field, 4, (at) => new Table(this.view, at + this.view.getUint32(at, true)), MOST_TABLES);
  }

  ints(field: number): number[] {
    return this.items(field, 4, (at) => this.view.getInt32(at, true));
  }

  longs(field: number): number[] {
    return this.items(field, 8, (at) => Number(this.view.getBigInt64(at, true)));
  }

  floats(field: number): number[] {
    return this.items(field, 4, (at) => this.view.getFloat32(at, true));
  }

  /** A vector of bytes; shares the file's storage. */
  bytes(field: number): Uint8Array {
    const [start, length] = this.vector(field, 1);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  private scalar(field: number, fallback: number, read: (at: number) => number): number {
    return guarded(() => {
      const at = this.place(field);
      return at === undefined ? fallback : read(at);
    });
  }

  private items<T>(field: number, size: number, read: (at: number) => T, most = Infinity): T[] {
    const [start, length] = this.vector(field, size);
    if (length > most) throw new DamagedError(`a vector of ${length} tables`);
    return guarded(() => Array.from({ length }, (_, i) => read(start + i * size)));
  }

  /** Where a vector's elements start, and how many there are; none for a field that is not there. */
  private vector(field: number, size: number): [number, number] {
    return guarded(() => {
      const at = this.place(field);
      if (at === undefined) return [0, 0];
      const vector = at + this.view.getUint32(at, true);
      const length = this.view.getUint32(vector, true);
      if (vector + 4 + length * size > this.view.byteLength) throw new DamagedError("a vector ends after the file");
      return [vector + 4, length];
    });
  }

  /** Where a field stands; undefined where the table leaves it at its default. */
  private place(field: number): number | undefined {
    const vtable = this.at - this.view.getInt32(this.at, true);
    if (4 + 2 * field >= this.view.getUint16(vtable, true)) return undefined;
    const offset = this.view.getUint16(vtable + 4 + 2 * field, true);
    return offset === 0 ? undefined : this.at + offset;
  }
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new DamagedError("a place outside the file") : error;
  }
}
