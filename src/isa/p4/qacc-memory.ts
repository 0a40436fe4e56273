import { read32, write32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

function loadWords(m: Machine, first: number, a: number, step: number): void {
  const address = m.x[a]! & ~15;
  for (let i = 0; i < 4; i++) m.qacc[first + i] = read32(m, address + 4 * i);
  m.x[a]! += step;
}

function storeWords(m: Machine, first: number, a: number, step: number): void {
  const address = m.x[a]! & ~15;
  for (let i = 0; i < 4; i++) write32(m, address + 4 * i, m.qacc[first + i]!);
  m.x[a]! += step;
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
