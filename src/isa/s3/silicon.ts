import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "../vector/source.js";

/** The largest unsigned limb of 20 bits. */
const FULL = 0xfffff;

/** Instructions that no kernel of ESP-DL uses, but whose results on silicon are published. */
export const S3_SILICON: Family = {
  name: "S3 instructions measured on silicon",
  source: `${SOURCES.s3}; values of espressif/qemu issues 164 and 165`,
  instructions: {
    // Limbs without sign: each min(limb + x·y, 2^20 − 1).
    "ee.vmulas.u8.qacc": op("q q", ({ qacc, qu8 }, x, y) => {
      for (let i = 0; i < 16; i++) {
        const sum = (qacc[i]! & FULL) + qu8[x * 16 + i]! * qu8[y * 16 + i]!;
        qacc[i] = (Math.min(sum, FULL) << 12) >> 12;
      }
    }),
    // Two complex numbers of int16, real part first: those of the low half (0) or of the high half (1).
    "ee.cmul.s16": op("q q q 2", ({ q16, sar }, z, x, y, half) => {
      const shift = Math.min(sar, 31);
      for (let pair = 0; pair < 2; pair++) {
        const at = 4 * half + 2 * pair;
        const [a, b] = [q16[x * 8 + at]!, q16[x * 8 + at + 1]!];
        const [c, d] = [q16[y * 8 + at]!, q16[y * 8 + at + 1]!];
        q16[z * 8 + at] = Math.floor((a * c - b * d) / 2 ** shift);
        q16[z * 8 + at + 1] = Math.floor((a * d + b * c) / 2 ** shift);
      }
    }),
  },
};
