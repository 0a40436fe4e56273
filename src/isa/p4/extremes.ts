import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "../vector/source.js";

/** Unsigned maxima of lanes, and the largest and smallest lane of one register in an integer register. */
export const P4_EXTREMES: Family = {
  name: "P4 maximum and minimum",
  source: SOURCES.p4,
  instructions: {
    "esp.vmax.u8": op("q q q", ({ qu8 }, z, x, y) => {
      for (let i = 0; i < 16; i++) qu8[z * 16 + i] = Math.max(qu8[x * 16 + i]!, qu8[y * 16 + i]!);
    }),
    "esp.vmax.u16": op("q q q", ({ qu16 }, z, x, y) => {
      for (let i = 0; i < 8; i++) qu16[z * 8 + i] = Math.max(qu16[x * 8 + i]!, qu16[y * 8 + i]!);
    }),
    "esp.max.s8.a": op("q d", ({ q8, x }, q, to) => {
      x[to] = Math.max(...q8.subarray(q * 16, q * 16 + 16));
    }),
    "esp.max.s16.a": op("q d", ({ q16, x }, q, to) => {
      x[to] = Math.max(...q16.subarray(q * 8, q * 8 + 8));
    }),
    "esp.min.s8.a": op("q d", ({ q8, x }, q, to) => {
      x[to] = Math.min(...q8.subarray(q * 16, q * 16 + 16));
    }),
    "esp.min.s16.a": op("q d", ({ q16, x }, q, to) => {
      x[to] = Math.min(...q16.subarray(q * 8, q * 8 + 8));
    }),
  },
};
