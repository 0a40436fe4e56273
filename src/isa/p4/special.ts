import { branch, type Family, op } from "../machine/instruction.js";
import { SOURCES } from "../vector/source.js";

/** Special registers, and the zero-overhead loop, whose label names the last instruction of its body. */
export const P4_SPECIAL: Family = {
  name: "P4 special registers and loops",
  source: SOURCES.p4,
  instructions: {
    "esp.movx.r.sar.bytes": op("d", (m, to) => {
      m.x[to] = m.sarByte;
    }),
    "esp.movx.w.sar.bytes": op("a", (m, from) => {
      m.sarByte = m.x[from]! & 15;
    }),
    "esp.movx.w.sar": op("a", (m, from) => {
      m.sar = m.x[from]! & 63;
    }),
    "esp.movx.r.cfg": op("d", (m, to) => {
      m.x[to] = m.cfg;
    }),
    "esp.movx.w.cfg": op("a", (m, from) => {
      m.cfg = m.x[from]!;
    }),
    "esp.lp.setup": branch("2 a l", (m, _loop, rounds, last) => {
      m.lbeg = m.pc;
      m.lend = last + 1;
      m.lcount = m.x[rounds]! - 1;
    }),
  },
};
