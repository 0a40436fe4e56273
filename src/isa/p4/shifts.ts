import { type Family, op } from "../machine/instruction.js";
import { shiftLeft32 } from "../vector/shift-left.js";
import { SOURCES } from "../vector/source.js";
import { roundingMode, shiftRounded } from "./rounding.js";

/** A signed field of `bits` bits. */
const field = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** A lane shifted right by a signed count, rounded; left where the count is negative. */
const right = (value: number, count: number, mode: number): number =>
  count < 0 ? value << -count : shiftRounded(value, count, mode);

/** A lane shifted left by a signed count; right, rounded, where the count is negative. */
const left = (value: number, count: number, mode: number): number => right(value, -count, mode);

/** Lanes shifted by SAR or by counts of their own, and products shifted by SAR; right shifts round by CFG.vxrm. */
export const P4_SHIFTS: Family = {
  name: "P4 shifts",
  source: SOURCES.p4,
  instructions: {
    "esp.vsl.32": op("q q", shiftLeft32),
    "esp.vsld.16": op("q q q", ({ q16, cfg }, z, x, by) => {
      const mode = roundingMode(cfg);
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = left(q16[x * 8 + i]!, field(q16[by * 8 + i]!, 5), mode);
    }),
    "esp.vsrd.16": op("q q q", ({ q16, cfg }, z, x, by) => {
      const mode = roundingMode(cfg);
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = right(q16[x * 8 + i]!, field(q16[by * 8 + i]!, 5), mode);
    }),
    "esp.vsrd.32": op("q q q", ({ q32, cfg }, z, x, by) => {
      const mode = roundingMode(cfg);
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = right(q32[x * 4 + i]!, field(q32[by * 4 + i]!, 6), mode);
    }),
    "esp.vmul.u16": op("q q q", ({ qu16, sar, cfg }, z, x, y) => {
      const mode = roundingMode(cfg);
      for (let i = 0; i < 8; i++) qu16[z * 8 + i] = shiftRounded(qu16[x * 8 + i]! * qu16[y * 8 + i]!, sar, mode);
    }),
  },
};
