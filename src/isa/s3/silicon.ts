import { type Family, op } from "../machine/instruction.js";
import { shiftLeft32 } from "../vector/shift-left.js";
import { SOURCES } from "../vector/source.js";

const GREATEST = 0x7fffffff;
const LEAST = -0x80000000;

/** The largest unsigned limb of 20 bits. */
const FULL = 0xfffff;

/** Instructions whose results on silicon are published; most are used by no kernel of ESP-DL. */
export const S3_SILICON: Family = {
  name: "S3 instructions measured on silicon",
  source: `${SOURCES.s3}; values of espressif/qemu issues 163, 164 and 165`,
  instructions: {
    // Limbs without sign: each min(limb + x·y, 2^20 − 1).
    "ee.vmulas.u8.qacc": op("q q", ({ qacc, qu8 }, x, y) => {
      for (let i = 0; i < 16; i++) {
        const sum = (qacc[i]! & FULL) + qu8[x * 16 + i]! * qu8[y * 16 + i]!;
        qacc[i] = (Math.min(sum, FULL) << 12) >> 12;
      }
    }),
    // From a SAR of 32 on the chip leaves the ends of the range by sign, not zeros.
    "ee.vsl.32": op("q q", (m, z, x) => {
      if (m.sar < 32) return shiftLeft32(m, z, x);
      for (let i = 0; i < 4; i++) {
        const value = m.q32[x * 4 + i]!;
        m.q32[z * 4 + i] = value > 0 ? GREATEST : value < 0 ? LEAST : 0;
      }
    }),
    // Arithmetic; from a SAR of 32 on also a negative lane becomes 0.
    "ee.vsr.32": op("q q", ({ q32, sar }, z, x) => {
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = sar > 31 ? 0 : q32[x * 4 + i]! >> sar;
    }),
    "ee.vmul.s8": op("q q q", ({ q8, sar }, z, x, y) => {
      for (let i = 0; i < 16; i++) q8[z * 16 + i] = sar > 31 ? 0 : (q8[x * 16 + i]! * q8[y * 16 + i]!) >> sar;
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
