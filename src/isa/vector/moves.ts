import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "./source.js";

/** Words between a vector register and an integer register, and clearing a vector register. */
export const VECTOR_MOVES: Family = {
  name: "vector moves",
  source: SOURCES.both,
  instructions: {
    "movi.32.a": op("q d 4", (m, q, a, lane) => {
      m.x[a] = m.q32[q * 4 + lane]!;
    }),
    "movi.32.q": op("q a 4", (m, q, a, lane) => {
      m.q32[q * 4 + lane] = m.x[a]!;
    }),
    "zero.q": op("q", (m, q) => {
      for (let i = 0; i < 4; i++) m.q32[q * 4 + i] = 0;
    }),
  },
};
