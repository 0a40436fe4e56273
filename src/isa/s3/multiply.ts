import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "../vector/source.js";

/** Products of lanes shifted down, and what a negative lane becomes; results keep their low bits, unsaturated. */
export const S3_MULTIPLY: Family = {
  name: "S3 multiplication and activations",
  source: SOURCES.s3,
  instructions: {
    "ee.vmul.s16": op("q q q", ({ q16, sar }, z, x, y) => {
      const shift = Math.min(sar, 31);
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = (q16[x * 8 + i]! * q16[y * 8 + i]!) >> shift;
    }),
    "ee.vrelu.s8": op("q a a", ({ q8, x }, q, factor, by) => {
      const alpha = (x[factor]! << 24) >> 24;
      const shift = x[by]! & 31;
      for (let i = q * 16; i < q * 16 + 16; i++) if (q8[i]! <= 0) q8[i] = (q8[i]! * alpha) >> shift;
    }),
    "ee.vrelu.s16": op("q a a", ({ q16, x }, q, factor, by) => {
      const alpha = (x[factor]! << 16) >> 16;
      const shift = Math.min(x[by]! & 63, 31);
      for (let i = q * 8; i < q * 8 + 8; i++) if (q16[i]! <= 0) q16[i] = (q16[i]! * alpha) >> shift;
    }),
    "ee.vprelu.s8": op("q q q a", ({ q8, x: registers }, z, x, y, by) => {
      const shift = registers[by]! & 31;
      for (let i = 0; i < 16; i++) {
        const value = q8[x * 16 + i]!;
        q8[z * 16 + i] = value <= 0 ? (value * q8[y * 16 + i]!) >> shift : value;
      }
    }),
    "ee.vprelu.s16": op("q q q a", ({ q16, x: registers }, z, x, y, by) => {
      const shift = Math.min(registers[by]! & 63, 31);
      for (let i = 0; i < 8; i++) {
        const value = q16[x * 8 + i]!;
        q16[z * 8 + i] = value <= 0 ? (value * q16[y * 8 + i]!) >> shift : value;
      }
    }),
  },
};
