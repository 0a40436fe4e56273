import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "./source.js";

/** All 128 bits at once. */
export const VECTOR_LOGIC: Family = {
  name: "vector logic",
  source: SOURCES.both,
  instructions: {
    andq: op("q q q", ({ q32 }, z, x, y) => {
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = q32[x * 4 + i]! & q32[y * 4 + i]!;
    }),
    orq: op("q q q", ({ q32 }, z, x, y) => {
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = q32[x * 4 + i]! | q32[y * 4 + i]!;
    }),
    xorq: op("q q q", ({ q32 }, z, x, y) => {
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = q32[x * 4 + i]! ^ q32[y * 4 + i]!;
    }),
    notq: op("q q", ({ q32 }, z, x) => {
      for (let i = 0; i < 4; i++) q32[z * 4 + i] = ~q32[x * 4 + i]!;
    }),
  },
};
