import { read8, read16, read32, write8, write16, write32 } from "../machine/access.js";
import { bitsOfFloat, floatOfBits } from "../machine/float.js";
import { type Family, load, op } from "../machine/instruction.js";
import { RISCV } from "./source.js";

/** Loads and stores at offset(register). */
export const RISCV_MEMORY: Family = {
  name: "RISC-V loads and stores",
  source: RISCV,
  instructions: {
    lw: load("d m", (m, z, offset, a) => {
      m.x[z] = read32(m, m.x[a]! + offset);
    }),
    lh: load("d m", (m, z, offset, a) => {
      m.x[z] = (read16(m, m.x[a]! + offset) << 16) >> 16;
    }),
    lhu: load("d m", (m, z, offset, a) => {
      m.x[z] = read16(m, m.x[a]! + offset);
    }),
    lb: load("d m", (m, z, offset, a) => {
      m.x[z] = (read8(m, m.x[a]! + offset) << 24) >> 24;
    }),
    lbu: load("d m", (m, z, offset, a) => {
      m.x[z] = read8(m, m.x[a]! + offset);
    }),
    sw: op("a m", (m, v, offset, a) => write32(m, m.x[a]! + offset, m.x[v]!)),
    sh: op("a m", (m, v, offset, a) => write16(m, m.x[a]! + offset, m.x[v]!)),
    sb: op("a m", (m, v, offset, a) => write8(m, m.x[a]! + offset, m.x[v]!)),
    flw: load("f m", (m, f, offset, a) => {
      m.f[f] = floatOfBits(read32(m, m.x[a]! + offset));
    }),
    fsw: op("f m", (m, f, offset, a) => write32(m, m.x[a]! + offset, bitsOfFloat(m.f[f]!))),
  },
};
