import { type Family, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { shiftedLane } from "./lane64.js";
import { roundingMode, shiftRounded } from "./rounding.js";

function toInt8({ qacc, q8 }: Machine, q: number, i: number, shift: number, mode: number): void {
  const value = shiftRounded(qacc[i]!, shift, mode);
  q8[q * 16 + i] = value > 127 ? 127 : Math.max(value, -128);
}

function toInt16({ qacc, q16 }: Machine, q: number, i: number, shift: number, mode: number): void {
  const value = shiftedLane(qacc, i, shift, mode);
  q16[q * 8 + i] = value > 32767 ? 32767 : Math.max(value, -32768);
}

/**
 * QACC shifted right, rounded by CFG.vxrm and saturated into a vector register; by one count for all lanes, or by
 * those of a vector register. The chip's kernels never read QACC afterwards, so it keeps its value here.
 */
export const P4_QACC_SHIFT: Family = {
  name: "P4 shifts of QACC",
  source: SOURCES.p4,
  instructions: {
    "esp.srcmb.s8.qacc": op("q a 2", (m, q, by) => {
      const shift = m.x[by]! & m.readings.shiftMask;
      const mode = roundingMode(m.cfg);
      for (let i = 0; i < 16; i++) toInt8(m, q, i, shift, mode);
    }),
    "esp.srcmb.s16.qacc": op("q a 2", (m, q, by) => {
      const shift = m.x[by]! & 63;
      const mode = roundingMode(m.cfg);
      for (let i = 0; i < 8; i++) toInt16(m, q, i, shift, mode);
    }),
    "esp.srcmb.s8.q.qacc": op("q q 2", (m, q, by) => {
      const mode = roundingMode(m.cfg);
      const counts = m.q8.slice(by * 16, by * 16 + 16);
      for (let i = 0; i < 16; i++) toInt8(m, q, i, counts[i]! & m.readings.shiftMask, mode);
    }),
    "esp.srcmb.s16.q.qacc": op("q q 2", (m, q, by) => {
      const mode = roundingMode(m.cfg);
      const counts = m.q16.slice(by * 8, by * 8 + 8);
      for (let i = 0; i < 8; i++) toInt16(m, q, i, counts[i]! & 63, mode);
    }),
  },
};
