import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "./source.js";

/** Lane by lane: all ones where it holds, else 0. */
export const VECTOR_COMPARE: Family = {
  name: "vector comparisons",
  source: SOURCES.both,
  instructions: {
    "vcmp.eq.s8": op("q q q", ({ q8 }, z, x, y) => {
      for (let i = 0; i < 16; i++) q8[z * 16 + i] = q8[x * 16 + i]! === q8[y * 16 + i]! ? -1 : 0;
    }),
    "vcmp.lt.s8": op("q q q", ({ q8 }, z, x, y) => {
      for (let i = 0; i < 16; i++) q8[z * 16 + i] = q8[x * 16 + i]! < q8[y * 16 + i]! ? -1 : 0;
    }),
    "vcmp.gt.s8": op("q q q", ({ q8 }, z, x, y) => {
      for (let i = 0; i < 16; i++) q8[z * 16 + i] = q8[x * 16 + i]! > q8[y * 16 + i]! ? -1 : 0;
    }),
    "vcmp.eq.s16": op("q q q", ({ q16 }, z, x, y) => {
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = q16[x * 8 + i]! === q16[y * 8 + i]! ? -1 : 0;
    }),
    "vcmp.lt.s16": op("q q q", ({ q16 }, z, x, y) => {
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = q16[x * 8 + i]! < q16[y * 8 + i]! ? -1 : 0;
    }),
    "vcmp.gt.s16": op("q q q", ({ q16 }, z, x, y) => {
      for (let i = 0; i < 8; i++) q16[z * 8 + i] = q16[x * 8 + i]! > q16[y * 8 + i]! ? -1 : 0;
    }),
  },
};
