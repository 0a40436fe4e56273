import { load128, read32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { INVERSE_POWERS } from "../machine/powers.js";
import { dot8, dot16 } from "../vector/dot.js";
import { SOURCES } from "../vector/source.js";
import { wrap40 } from "./lane40.js";

/** ACCX, the one accumulator of 40 bits that all lanes' products go into. */
export const S3_ACCX: Family = {
  name: "S3 ACCX",
  source: SOURCES.s3,
  instructions: {
    "ee.zero.accx": op("", ({ acc }) => {
      acc[0] = 0;
    }),
    "ee.vmulas.s8.accx": op("q q", dot8),
    "ee.vmulas.s16.accx": op("q q", dot16),
    "ee.vmulas.s8.accx.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      dot8(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "ee.vmulas.s16.accx.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      dot16(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "ee.ld.accx.ip": load("u i", (m, a, step) => {
      const address = m.x[a]! & ~7;
      m.acc[0] = wrap40((read32(m, address + 4) & 0xff) * 2 ** 32 + (read32(m, address) >>> 0));
      m.x[a]! += step;
    }),
    // The third operand only tells variants of the encoding apart; the shifted value is written back.
    "ee.srs.accx": op("d a i", (m, to, by) => {
      const shifted = Math.floor(m.acc[0]! * INVERSE_POWERS[m.x[by]! & 63]!);
      m.acc[0] = shifted;
      m.x[to] = Math.min(Math.max(shifted, -(2 ** 31)), 2 ** 31 - 1);
    }),
    "rur.accx_0": op("d", (m, to) => {
      m.x[to] = m.acc[0]! % 2 ** 32;
    }),
    "rur.accx_1": op("d", (m, to) => {
      m.x[to] = Math.floor(m.acc[0]! / 2 ** 32) & 0xff;
    }),
  },
};
