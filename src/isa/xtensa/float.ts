import { read32, write32 } from "../machine/access.js";
import { bitsOfFloat, floatOfBits, fusedMultiplyAdd, nearestInt32, toInt32 } from "../machine/float.js";
import { type Family, load, op } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

/** The single-precision unit: every result rounded once, to nearest, ties to even. */
export const XTENSA_FLOAT: Family = {
  name: "Xtensa floating point",
  source: XTENSA,
  instructions: {
    lsi: load("f a i", (m, f, a, offset) => {
      m.f[f] = floatOfBits(read32(m, m.x[a]! + offset));
    }),
    // Loads first, then moves the register on.
    lsip: load("f u i", (m, f, a, offset) => {
      m.f[f] = floatOfBits(read32(m, m.x[a]!));
      m.x[a]! += offset;
    }),
    ssi: op("f a i", (m, f, a, offset) => write32(m, m.x[a]! + offset, bitsOfFloat(m.f[f]!))),
    wfr: op("f a", (m, f, a) => {
      m.f[f] = floatOfBits(m.x[a]!);
    }),
    "add.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = f[x]! + f[y]!;
    }),
    "mul.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = f[x]! * f[y]!;
    }),
    "madd.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = fusedMultiplyAdd(f[x]!, f[y]!, f[z]!);
    }),
    "float.s": op("f a i", (m, f, a, scale) => {
      m.f[f] = Math.fround(m.x[a]!) * 2 ** -scale;
    }),
    "floor.s": op("d f i", (m, z, f, scale) => {
      m.x[z] = toInt32(Math.floor(m.f[f]! * 2 ** scale));
    }),
    "round.s": op("d f i", (m, z, f, scale) => {
      m.x[z] = nearestInt32(m.f[f]! * 2 ** scale);
    }),
  },
};
