import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

function loadWords({ memory, qacc, x }: Machine, first: number, a: number, step: number): void {
  const w = (x[a]! & ~15) >> 2;
  memory.checkRead128(w);
  for (let i = 0; i < 4; i++) qacc[first + i] = memory.i32[w + i]!;
  x[a]! += step;
}

function storeWords({ memory, qacc, x }: Machine, first: number, a: number, step: number): void {
  const w = (x[a]! & ~15) >> 2;
  memory.checkWrite128(w);
  for (let i = 0; i < 4; i++) memory.i32[w + i] = qacc[first + i]!;
  x[a]! += step;
}

/** QACC as memory, 16 bytes at a time: words 0-3 are L.L, 4-7 L.H, 8-11 H.L, 12-15 H.H. */
export const P4_QACC_MEMORY: Family = {
  name: "P4 QACC loads and stores",
  source: SOURCES.p4,
  instructions: {
    "esp.ld.qacc.l.l.128.ip": load("u i", (m, a, step) => loadWords(m, 0, a, step)),
    "esp.ld.qacc.l.h.128.ip": load("u i", (m, a, step) => loadWords(m, 4, a, step)),
    "esp.ld.qacc.h.l.128.ip": load("u i", (m, a, step) => loadWords(m, 8, a, step)),
    "esp.ld.qacc.h.h.128.ip": load("u i", (m, a, step) => loadWords(m, 12, a, step)),
    "esp.st.qacc.l.l.128.ip": op("u i", (m, a, step) => storeWords(m, 0, a, step)),
    "esp.st.qacc.l.h.128.ip": op("u i", (m, a, step) => storeWords(m, 4, a, step)),
    "esp.st.qacc.h.l.128.ip": op("u i", (m, a, step) => storeWords(m, 8, a, step)),
    "esp.st.qacc.h.h.128.ip": op("u i", (m, a, step) => storeWords(m, 12, a, step)),
  },
};
