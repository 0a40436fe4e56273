import { load128, read32, write32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { dot8, dot16 } from "../vector/dot.js";
import { SOURCES } from "../vector/source.js";
import { roundingMode, shiftRounded } from "./rounding.js";

/** An integer's low 40 bits, signed. */
function wrap40(value: number): number {
  const low = value - Math.floor(value / 2 ** 40) * 2 ** 40;
  return low >= 2 ** 39 ? low - 2 ** 40 : low;
}

/** XACC, the one accumulator of 40 bits that all lanes' products go into: `.l` its low 32 bits, `.h` its top 8. */
export const P4_XACC: Family = {
  name: "P4 XACC",
  source: `${SOURCES.p4}; that .l holds 32 bits: every kernel's tail with a bias from 2^23 on`,
  instructions: {
    "esp.zero.xacc": op("", ({ acc }) => {
      acc[0] = 0;
    }),
    "esp.vmulas.s8.xacc": op("q q", dot8),
    "esp.vmulas.s16.xacc": op("q q", dot16),
    "esp.vmulas.s8.xacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      dot8(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "esp.vmulas.s16.xacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      dot16(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "esp.ld.xacc.ip": load("u i", (m, a, step) => {
      const address = m.x[a]! & ~7;
      m.acc[0] = wrap40((read32(m, address + 4) & 0xff) * 2 ** 32 + (read32(m, address) >>> 0));
      m.x[a]! += step;
    }),
    "esp.st.s.xacc.ip": op("u i", (m, a, step) => {
      const address = m.x[a]! & ~7;
      write32(m, address, m.acc[0]! % 2 ** 32);
      write32(m, address + 4, Math.floor(m.acc[0]! / 2 ** 32));
      m.x[a]! += step;
    }),
    "esp.srs.s.xacc": op("d a", (m, to, by) => {
      const shifted = shiftRounded(m.acc[0]!, m.x[by]! & 63, roundingMode(m.cfg));
      m.acc[0] = shifted;
      m.x[to] = Math.min(Math.max(shifted, -(2 ** 31)), 2 ** 31 - 1);
    }),
    "esp.movx.w.xacc.l": op("a", ({ acc, x }, from) => {
      acc[0] = wrap40(Math.floor(acc[0]! / 2 ** 32) * 2 ** 32 + (x[from]! >>> 0));
    }),
    "esp.movx.w.xacc.h": op("a", ({ acc, x }, from) => {
      const low = acc[0]! - Math.floor(acc[0]! / 2 ** 32) * 2 ** 32;
      acc[0] = wrap40((x[from]! & 0xff) * 2 ** 32 + low);
    }),
  },
};
