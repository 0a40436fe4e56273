import { hex, MachineFault } from "./fault.js";

/** A buffer that a function may read, and write if `writable`. */
export interface Region {
  readonly name: string;
  readonly address: number;
  readonly size: number;
  readonly writable: boolean;
}

/** Bits of the shadow: one byte for each byte of memory. */
const READABLE = 0x01010101;
const WRITABLE = 0x02020202;
/** Addresses from 0 that nothing lives at, so that a null pointer and what is near it is found. */
const UNMAPPED = 0x1000;
/** Between regions: more than any kernel reads ahead. */
const GAP = 256;
/** What bytes outside all regions hold: a result that depends on them is wrong where it shows. */
const POISON = 0xa5;
/** More than any ESP32 has. */
const LARGEST = 2 ** 28;

/**
 * The address space of a machine: little endian, bytes from address 0, with the buffers that a function was given as
 * regions. A read outside all regions is noted; a write outside the writable ones, or any access where there is no
 * memory, is a fault.
 */
export class Memory {
  u8 = new Uint8Array(0);
  i16 = new Int16Array(0);
  i32 = new Int32Array(0);
  private shadow = new Uint8Array(0);
  private shadow32 = new Int32Array(0);
  private next = UNMAPPED;
  private readonly list: Region[] = [];
  /** Told of every read of `size` bytes that is not all in regions. */
  onStray: (address: number, size: number) => void = () => {};

  constructor() {
    this.grow(2 ** 16);
  }

  get regions(): readonly Region[] {
    return this.list;
  }

  /** Forgets every region, keeps the memory. */
  reset(): void {
    this.u8.fill(POISON, UNMAPPED, this.next + GAP);
    this.shadow.fill(0, 0, this.next + GAP);
    this.list.length = 0;
    this.next = UNMAPPED;
  }

  /** A new region of zeros whose address is `offset` beyond a multiple of 16. @throws MachineFault for 256 MB and more */
  allocate(name: string, size: number, writable: boolean, offset = 0): Region {
    const address = Math.ceil((this.next + GAP) / 16) * 16 + offset;
    const end = address + size;
    if (end + GAP > LARGEST) throw new MachineFault(`${name} of ${size} bytes does not fit a machine of ${LARGEST}`);
    if (end + 2 * GAP > this.u8.length) this.grow(end + 2 * GAP);
    const region = { name, address, size, writable };
    this.u8.fill(0, address, end);
    this.shadow.fill(writable ? 3 : 1, address, end);
    this.list.push(region);
    this.next = end;
    return region;
  }

  /** A region that holds a copy of `data`. */
  place(name: string, data: ArrayBufferView, writable: boolean, offset = 0): Region {
    const region = this.allocate(name, data.byteLength, writable, offset);
    this.u8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), region.address);
    return region;
  }

  private grow(least: number): void {
    const size = 2 ** Math.ceil(Math.log2(least));
    const bytes = new Uint8Array(size).fill(POISON);
    bytes.set(this.u8);
    const shadow = new Uint8Array(size);
    shadow.set(this.shadow);
    this.u8 = bytes;
    this.i16 = new Int16Array(bytes.buffer);
    this.i32 = new Int32Array(bytes.buffer);
    this.shadow = shadow;
    this.shadow32 = new Int32Array(shadow.buffer);
  }

  /** Checks a read of 16 bytes from word `w` on. */
  checkRead128(w: number): void {
    const s = this.shadow32;
    if ((s[w]! & s[w + 1]! & s[w + 2]! & s[w + 3]! & READABLE) !== READABLE) this.strayRead(w * 4, 16);
  }

  /** Checks a write of 16 bytes from word `w` on. */
  checkWrite128(w: number): void {
    const s = this.shadow32;
    if ((s[w]! & s[w + 1]! & s[w + 2]! & s[w + 3]! & WRITABLE) !== WRITABLE) this.strayWrite(w * 4, 16);
  }

  /** Checks a read of `size` bytes at any address. */
  checkRead(address: number, size: number): void {
    if (size === 4 && (address & 3) === 0 && (this.shadow32[address >> 2]! & READABLE) === READABLE) return;
    let bits = 1;
    for (let i = 0; i < size; i++) bits &= this.shadow[address + i]!;
    if (bits === 0) this.strayRead(address, size);
  }

  /** Checks a write of `size` bytes at any address. */
  checkWrite(address: number, size: number): void {
    for (let i = 0; i < size; i++) if ((this.shadow[address + i]! & 2) === 0) this.strayWrite(address, size);
  }

  private strayRead(address: number, size: number): void {
    if (address < UNMAPPED || address + size > this.next + GAP)
      throw new MachineFault(
        `reads ${size} bytes at ${hex(address)}, where there is no memory${this.nearest(address)}`,
      );
    this.onStray(address, size);
  }

  private strayWrite(address: number, size: number): never {
    throw new MachineFault(
      `writes ${size} bytes at ${hex(address)}, outside every buffer it may write${this.nearest(address)}`,
    );
  }

  /** Where an address lies from the region that is closest to it. */
  nearest(address: number): string {
    let best: { readonly text: string; readonly distance: number } | undefined;
    for (const { name, address: start, size } of this.list) {
      const past = address - (start + size);
      const distance = address < start ? start - address : Math.max(past + 1, 0);
      const text =
        address < start
          ? `${start - address} bytes before ${name}`
          : past >= 0
            ? `${past} bytes past the end of ${name}`
            : `byte ${address - start} of ${name}`;
      if (!best || distance < best.distance) best = { text, distance };
    }
    return best ? ` (${best.text})` : "";
  }
}
