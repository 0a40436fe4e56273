import { type Family, op } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

/** Shifts by a number or by SAR (6 bits: from 32 on nothing but the sign is left); `ssl` sets SAR to 32 minus a count. */
export const XTENSA_SHIFTS: Family = {
  name: "Xtensa shifts",
  source: XTENSA,
  instructions: {
    slli: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! << n;
    }),
    srli: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! >>> n;
    }),
    srai: op("d a i", ({ x }, z, a, n) => {
      x[z] = x[a]! >> n;
    }),
    sll: op("d a", ({ x, sar }, z, a) => {
      x[z] = sar === 0 ? 0 : x[a]! << (32 - sar);
    }),
    srl: op("d a", ({ x, sar }, z, a) => {
      x[z] = sar > 31 ? 0 : x[a]! >>> sar;
    }),
    sra: op("d a", ({ x, sar }, z, a) => {
      x[z] = x[a]! >> Math.min(sar, 31);
    }),
    ssr: op("a", (m, a) => {
      m.sar = m.x[a]! & 31;
    }),
    ssl: op("a", (m, a) => {
      m.sar = 32 - (m.x[a]! & 31);
    }),
    "wsr.sar": op("a", (m, a) => {
      m.sar = m.x[a]! & 63;
    }),
    "rsr.sar": op("d", (m, a) => {
      m.x[a] = m.sar;
    }),
  },
};
