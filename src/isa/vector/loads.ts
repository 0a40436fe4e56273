import { load128, read8, read16 } from "../machine/access.js";
import { type Family, load } from "../machine/instruction.js";
import { SOURCES } from "./source.js";

/** Loads of vector registers: the address loses its low bits, then the register it came from is moved on. */
export const VECTOR_LOADS: Family = {
  name: "vector loads",
  source: SOURCES.both,
  instructions: {
    "vld.128.ip": load("q u i", (m, q, a, step) => {
      load128(m, q, m.x[a]!);
      m.x[a]! += step;
    }),
    "vld.128.xp": load("q u a", (m, q, a, step) => {
      load128(m, q, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "ld.128.usar.ip": load("q u i", (m, q, a, step) => {
      m.sarByte = m.x[a]! & 15;
      load128(m, q, m.x[a]!);
      m.x[a]! += step;
    }),
    "ld.128.usar.xp": load("q u a", (m, q, a, step) => {
      m.sarByte = m.x[a]! & 15;
      load128(m, q, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "vldbc.8.ip": load("q u i", (m, q, a, step) => {
      m.qu8.fill(read8(m, m.x[a]!), q * 16, q * 16 + 16);
      m.x[a]! += step;
    }),
    "vldbc.16.ip": load("q u i", (m, q, a, step) => {
      m.qu16.fill(read16(m, m.x[a]! & ~1), q * 8, q * 8 + 8);
      m.x[a]! += step;
    }),
  },
};
