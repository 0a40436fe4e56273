import { read32, write32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

/** Bit 0 of limb `limb` lies at bit 20·limb of its half of 160 bits; this is the half's 32-bit word `word`. */
function word(qacc: Int32Array, half: number, word: number): number {
  let value = 0;
  for (let limb = 0; limb < 8; limb++) {
    const at = 20 * limb - 32 * word;
    const bits = qacc[8 * half + limb]! & 0xfffff;
    if (at > -20 && at < 32) value |= at >= 0 ? bits << at : bits >> -at;
  }
  return value;
}

function setWord(qacc: Int32Array, half: number, word: number, value: number): void {
  for (let limb = 0; limb < 8; limb++) {
    const at = 20 * limb - 32 * word;
    if (at <= -20 || at >= 32) continue;
    const mask = (at >= 0 ? (0xfffff << at) >>> at : 0xfffff >>> -at << -at) & 0xfffff;
    const bits = at >= 0 ? value >>> at : value << -at;
    const limbs = (qacc[8 * half + limb]! & ~mask) | (bits & mask);
    qacc[8 * half + limb] = (limbs << 12) >> 12;
  }
}

function loadWords(m: Machine, half: number, first: number, count: number, a: number, step: number): void {
  const address = m.x[a]! & (count === 4 ? ~15 : ~3);
  for (let i = 0; i < count; i++) setWord(m.qacc, half, first + i, read32(m, address + 4 * i));
  m.x[a]! += step;
}

function storeWords(m: Machine, half: number, first: number, count: number, a: number, step: number): void {
  const address = m.x[a]! & (count === 4 ? ~15 : ~3);
  for (let i = 0; i < count; i++) write32(m, address + 4 * i, word(m.qacc, half, first + i));
  m.x[a]! += step;
}

/** QACC as memory: either half is 160 bits, 8 limbs of 20 packed; `L.128` its low 128 bits, `H.32` its top 32. */
export const S3_QACC_MEMORY: Family = {
  name: "S3 QACC loads and stores",
  source: SOURCES.s3,
  instructions: {
    "ee.ld.qacc_l.l.128.ip": load("u i", (m, a, step) => loadWords(m, 0, 0, 4, a, step)),
    "ee.ld.qacc_l.h.32.ip": load("u i", (m, a, step) => loadWords(m, 0, 4, 1, a, step)),
    "ee.ld.qacc_h.l.128.ip": load("u i", (m, a, step) => loadWords(m, 1, 0, 4, a, step)),
    "ee.ld.qacc_h.h.32.ip": load("u i", (m, a, step) => loadWords(m, 1, 4, 1, a, step)),
    "ee.st.qacc_l.l.128.ip": op("u i", (m, a, step) => storeWords(m, 0, 0, 4, a, step)),
    "ee.st.qacc_l.h.32.ip": op("u i", (m, a, step) => storeWords(m, 0, 4, 1, a, step)),
    "ee.st.qacc_h.l.128.ip": op("u i", (m, a, step) => storeWords(m, 1, 0, 4, a, step)),
    "ee.st.qacc_h.h.32.ip": op("u i", (m, a, step) => storeWords(m, 1, 4, 1, a, step)),
  },
};
