import { type Family, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { roundingMode, shiftRounded } from "./rounding.js";

/** A negative lane's product, shifted: how it rounds and overflows is read, not pinned by anything that ran. */
function product(m: Machine, value: number, shift: number, high: number): number {
  const mode = m.readings.preluRounding === "floor" ? 0 : roundingMode(m.cfg);
  const shifted = shiftRounded(value, shift, mode);
  if (m.readings.preluOverflow === "wrap") return shifted;
  return Math.min(Math.max(shifted, -high - 1), high);
}

/** Lanes that are not positive times a factor, shifted right. */
export const P4_ACTIVATIONS: Family = {
  name: "P4 activations",
  source: SOURCES.p4,
  instructions: {
    "esp.vrelu.s8": op("q a a", (m, q, factor, by) => {
      const alpha = (m.x[factor]! << 24) >> 24;
      for (let i = q * 16; i < q * 16 + 16; i++)
        if (m.q8[i]! <= 0) m.q8[i] = product(m, m.q8[i]! * alpha, m.x[by]! & 31, 127);
    }),
    "esp.vrelu.s16": op("q a a", (m, q, factor, by) => {
      const alpha = (m.x[factor]! << 16) >> 16;
      for (let i = q * 8; i < q * 8 + 8; i++)
        if (m.q16[i]! <= 0) m.q16[i] = product(m, m.q16[i]! * alpha, m.x[by]! & 63, 32767);
    }),
    "esp.vprelu.s8": op("q q q a", (m, z, x, y, by) => {
      for (let i = 0; i < 16; i++) {
        const value = m.q8[x * 16 + i]!;
        m.q8[z * 16 + i] = value <= 0 ? product(m, value * m.q8[y * 16 + i]!, m.x[by]! & 31, 127) : value;
      }
    }),
    "esp.vprelu.s16": op("q q q a", (m, z, x, y, by) => {
      for (let i = 0; i < 8; i++) {
        const value = m.q16[x * 8 + i]!;
        m.q16[z * 8 + i] = value <= 0 ? product(m, value * m.q16[y * 8 + i]!, m.x[by]! & 63, 32767) : value;
      }
    }),
  },
};
