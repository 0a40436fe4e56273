import { type Family, op } from "../machine/instruction.js";
import { INVERSE_POWERS } from "../machine/powers.js";
import { SOURCES } from "../vector/source.js";
import { lane40, setLane40 } from "./lane40.js";

/** QACC shifted right, rounding down, and written back; its lanes saturated into a vector register. */
export const S3_QACC_SHIFT: Family = {
  name: "S3 shifts of QACC",
  source: `${SOURCES.s3}; that 5 bits of the shift count for int8: the same, SRCMB.S8.QACC`,
  instructions: {
    "ee.srcmb.s8.qacc": op("q a 2", ({ qacc, q8, x, readings }, q, by) => {
      const shift = x[by]! & readings.shiftMask;
      for (let i = 0; i < 16; i++) {
        const limb = shift > 31 ? (qacc[i]! < 0 ? -1 : 0) : qacc[i]! >> shift;
        qacc[i] = limb;
        q8[q * 16 + i] = limb > 127 ? 127 : Math.max(limb, -128);
      }
    }),
    "ee.srcmb.s16.qacc": op("q a 2", ({ qacc, q16, x }, q, by) => {
      const factor = INVERSE_POWERS[x[by]! & 63]!;
      for (let i = 0; i < 8; i++) {
        const lane = Math.floor(lane40(qacc, i) * factor);
        setLane40(qacc, i, lane);
        q16[q * 8 + i] = lane > 32767 ? 32767 : Math.max(lane, -32768);
      }
    }),
  },
};
