import { load64, load128, read32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { type Machine, SCRATCH } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

/** Lanes of `from` twice as wide: the low half in `low`, the high half in `high`; either may be `from`. */
function widenInt8(m: Machine, low: number, high: number, from: number): void {
  const lanes = m.q8.slice(from * 16, from * 16 + 16);
  for (let i = 0; i < 8; i++) m.q16[high * 8 + i] = lanes[8 + i]!;
  for (let i = 0; i < 8; i++) m.q16[low * 8 + i] = lanes[i]!;
}

/** Loads that widen, gather, or fill half a register, and lanes made twice as wide. */
export const P4_EXTEND: Family = {
  name: "P4 widening and gathering",
  source: SOURCES.p4,
  instructions: {
    "esp.vext.s8": op("q q q", widenInt8),
    "esp.vext.u8": op("q q q", (m, low, high, from) => {
      const lanes = m.qu8.slice(from * 16, from * 16 + 16);
      for (let i = 0; i < 8; i++) m.qu16[high * 8 + i] = lanes[8 + i]!;
      for (let i = 0; i < 8; i++) m.qu16[low * 8 + i] = lanes[i]!;
    }),
    "esp.vext.u16": op("q q q", (m, low, high, from) => {
      const lanes = m.qu16.slice(from * 8, from * 8 + 8);
      for (let i = 0; i < 4; i++) m.q32[high * 4 + i] = lanes[4 + i]!;
      for (let i = 0; i < 4; i++) m.q32[low * 4 + i] = lanes[i]!;
    }),
    "esp.vldext.s8.ip": load("q q u i", (m, low, high, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      widenInt8(m, low, high, SCRATCH);
      m.x[a]! += step;
    }),
    "esp.vldext.s8.xp": load("q q u a", (m, low, high, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      widenInt8(m, low, high, SCRATCH);
      m.x[a]! += m.x[step]!;
    }),
    // The word at as + 4·(uint16 lane of qw) into one word of qu; as keeps its value.
    "esp.ldxq.32": load("q q a 4 8", (m, u, w, a, to, from) => {
      m.q32[u * 4 + to] = read32(m, (m.x[a]! + 4 * m.qu16[w * 8 + from]!) & ~3);
    }),
    "esp.vld.l.64.ip": load("q u i", (m, q, a, step) => {
      load64(m, q * 4, m.x[a]!);
      m.x[a]! += step;
    }),
  },
};
