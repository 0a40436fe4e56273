import { read8, read16, read32, write8, write16, write32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

/** Loads and stores of integer registers at a register plus an offset. */
export const XTENSA_MEMORY: Family = {
  name: "Xtensa loads and stores",
  source: XTENSA,
  instructions: {
    l32i: load("d a i", (m, z, a, offset) => {
      m.x[z] = read32(m, m.x[a]! + offset);
    }),
    l16si: load("d a i", (m, z, a, offset) => {
      m.x[z] = (read16(m, m.x[a]! + offset) << 16) >> 16;
    }),
    l16ui: load("d a i", (m, z, a, offset) => {
      m.x[z] = read16(m, m.x[a]! + offset);
    }),
    l8ui: load("d a i", (m, z, a, offset) => {
      m.x[z] = read8(m, m.x[a]! + offset);
    }),
    s32i: op("a a i", (m, v, a, offset) => write32(m, m.x[a]! + offset, m.x[v]!)),
    s16i: op("a a i", (m, v, a, offset) => write16(m, m.x[a]! + offset, m.x[v]!)),
    s8i: op("a a i", (m, v, a, offset) => write8(m, m.x[a]! + offset, m.x[v]!)),
  },
};
