import type { Machine } from "./machine.js";

/** 16 bytes at `address`, its low 4 bits dropped, into vector register `q`. */
export function load128(m: Machine, q: number, address: number): void {
  const w = (address & ~15) >> 2;
  m.memory.checkRead128(w);
  const from = m.memory.i32;
  const to = m.q32;
  const o = q * 4;
  to[o] = from[w]!;
  to[o + 1] = from[w + 1]!;
  to[o + 2] = from[w + 2]!;
  to[o + 3] = from[w + 3]!;
}

/** Vector register `q` to the 16 bytes at `address`, its low 4 bits dropped. */
export function store128(m: Machine, q: number, address: number): void {
  const w = (address & ~15) >> 2;
  m.memory.checkWrite128(w);
  const to = m.memory.i32;
  const from = m.q32;
  const o = q * 4;
  to[w] = from[o]!;
  to[w + 1] = from[o + 1]!;
  to[w + 2] = from[o + 2]!;
  to[w + 3] = from[o + 3]!;
}

/** Half of a vector register (words `o` and `o + 1`) to the 8 bytes at `address`, its low 3 bits dropped. */
export function store64(m: Machine, o: number, address: number): void {
  const w = (address & ~7) >> 2;
  m.memory.checkWrite(w * 4, 8);
  m.memory.i32[w] = m.q32[o]!;
  m.memory.i32[w + 1] = m.q32[o + 1]!;
}

/** 8 bytes at `address`, its low 3 bits dropped, into words `o` and `o + 1` of the vector registers. */
export function load64(m: Machine, o: number, address: number): void {
  const w = (address & ~7) >> 2;
  m.memory.checkRead(w * 4, 8);
  m.q32[o] = m.memory.i32[w]!;
  m.q32[o + 1] = m.memory.i32[w + 1]!;
}

/** The int32 at any address: both chips' cores load and store unaligned words. */
export function read32(m: Machine, address: number): number {
  m.memory.checkRead(address, 4);
  if ((address & 3) === 0) return m.memory.i32[address >> 2]!;
  const b = m.memory.u8;
  return b[address]! | (b[address + 1]! << 8) | (b[address + 2]! << 16) | (b[address + 3]! << 24);
}

/** The uint16 at any address. */
export function read16(m: Machine, address: number): number {
  m.memory.checkRead(address, 2);
  return m.memory.u8[address]! | (m.memory.u8[address + 1]! << 8);
}

export function read8(m: Machine, address: number): number {
  m.memory.checkRead(address, 1);
  return m.memory.u8[address]!;
}

export function write32(m: Machine, address: number, value: number): void {
  m.memory.checkWrite(address, 4);
  if ((address & 3) === 0) m.memory.i32[address >> 2] = value;
  else for (let i = 0; i < 4; i++) m.memory.u8[address + i] = value >> (8 * i);
}

export function write16(m: Machine, address: number, value: number): void {
  m.memory.checkWrite(address, 2);
  m.memory.u8[address] = value;
  m.memory.u8[address + 1] = value >> 8;
}

export function write8(m: Machine, address: number, value: number): void {
  m.memory.checkWrite(address, 1);
  m.memory.u8[address] = value;
}
