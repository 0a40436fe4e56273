import { store64, store128 } from "../machine/access.js";
import { type Family, op } from "../machine/instruction.js";
import { SOURCES } from "./source.js";

/** Stores of vector registers and of their halves; the address loses its low bits. */
export const VECTOR_STORES: Family = {
  name: "vector stores",
  source: SOURCES.both,
  instructions: {
    "vst.128.ip": op("q u i", (m, q, a, step) => {
      store128(m, q, m.x[a]!);
      m.x[a]! += step;
    }),
    "vst.l.64.ip": op("q u i", (m, q, a, step) => {
      store64(m, q * 4, m.x[a]!);
      m.x[a]! += step;
    }),
    "vst.h.64.ip": op("q u i", (m, q, a, step) => {
      store64(m, q * 4 + 2, m.x[a]!);
      m.x[a]! += step;
    }),
  },
};
