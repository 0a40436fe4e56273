import { UserError } from "../../../base/errors.js";

/** Little-endian numbers for a payload: `[value, bytes]` each, 1, 2 or 4 bytes. */
export function packNumbers(...fields: [value: number, bytes: 1 | 2 | 4][]): Uint8Array {
  const out = new Uint8Array(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) for (let i = 0; i < bytes; i++) out[at++] = value >>> (8 * i);
  return out;
}

/** Reads a payload from its front. @throws UserError behind its end. */
export class PayloadReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** A u64; exact up to 2^53, which is 104 days in nanoseconds, and more than any address. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  list(count: number): number[] {
    return Array.from({ length: count }, () => this.u16());
  }

  bytes(count = this.left): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#advance(count), count);
  }

  text(count = this.left): string {
    return new TextDecoder().decode(this.bytes(count));
  }

  #advance(count: number): number {
    if (count > this.left)
      throw new UserError(
        `board: its answer ends after ${this.#view.byteLength} bytes, expected more (export and flash the project again)`,
      );
    this.#at += count;
    return this.#at - count;
  }
}
