import { read32, write32 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

/** The low 20 bits of a number, signed. */
const signed = (bits: number): number => (bits << 12) >> 12;
/** The low 20 bits of a number. */
const raw = (limb: number): number => limb & 0xfffff;

/** Bits 0-127 of a half: limbs 0 to 5, and the low 8 bits of limb 6. */
function loadLow({ memory, qacc, x }: Machine, half: number, a: number, step: number): void {
  const w = (x[a]! & ~15) >> 2;
  memory.checkRead128(w);
  const { i32 } = memory;
  const o = 8 * half;
  qacc[o] = signed(i32[w]!);
  qacc[o + 1] = signed((i32[w]! >>> 20) | (i32[w + 1]! << 12));
  qacc[o + 2] = signed(i32[w + 1]! >>> 8);
  qacc[o + 3] = signed((i32[w + 1]! >>> 28) | (i32[w + 2]! << 4));
  qacc[o + 4] = signed((i32[w + 2]! >>> 16) | (i32[w + 3]! << 16));
  qacc[o + 5] = signed(i32[w + 3]! >>> 4);
  qacc[o + 6] = (qacc[o + 6]! & ~0xff) | (i32[w + 3]! >>> 24);
  x[a]! += step;
}

/** Bits 128-159 of a half: the high 12 bits of limb 6, and limb 7. */
function loadHigh(m: Machine, half: number, a: number, step: number): void {
  const word = read32(m, m.x[a]! & ~3);
  const o = 8 * half;
  m.qacc[o + 6] = signed((m.qacc[o + 6]! & 0xff) | (word << 8));
  m.qacc[o + 7] = word >> 12;
  m.x[a]! += step;
}

function storeLow({ memory, qacc, x }: Machine, half: number, a: number, step: number): void {
  const w = (x[a]! & ~15) >> 2;
  memory.checkWrite128(w);
  const { i32 } = memory;
  const o = 8 * half;
  i32[w] = raw(qacc[o]!) | (qacc[o + 1]! << 20);
  i32[w + 1] = (raw(qacc[o + 1]!) >>> 12) | (raw(qacc[o + 2]!) << 8) | (qacc[o + 3]! << 28);
  i32[w + 2] = (raw(qacc[o + 3]!) >>> 4) | (qacc[o + 4]! << 16);
  i32[w + 3] = (raw(qacc[o + 4]!) >>> 16) | (raw(qacc[o + 5]!) << 4) | (qacc[o + 6]! << 24);
  x[a]! += step;
}

function storeHigh(m: Machine, half: number, a: number, step: number): void {
  const o = 8 * half;
  write32(m, m.x[a]! & ~3, (raw(m.qacc[o + 6]!) >>> 8) | (m.qacc[o + 7]! << 12));
  m.x[a]! += step;
}

/** QACC as memory: either half is 160 bits, 8 limbs of 20 packed; `L.128` its low 128 bits, `H.32` its top 32. */
export const S3_QACC_MEMORY: Family = {
  name: "S3 QACC loads and stores",
  source: SOURCES.s3,
  instructions: {
    "ee.ld.qacc_l.l.128.ip": load("u i", (m, a, step) => loadLow(m, 0, a, step)),
    "ee.ld.qacc_l.h.32.ip": load("u i", (m, a, step) => loadHigh(m, 0, a, step)),
    "ee.ld.qacc_h.l.128.ip": load("u i", (m, a, step) => loadLow(m, 1, a, step)),
    "ee.ld.qacc_h.h.32.ip": load("u i", (m, a, step) => loadHigh(m, 1, a, step)),
    "ee.st.qacc_l.l.128.ip": op("u i", (m, a, step) => storeLow(m, 0, a, step)),
    "ee.st.qacc_l.h.32.ip": op("u i", (m, a, step) => storeHigh(m, 0, a, step)),
    "ee.st.qacc_h.l.128.ip": op("u i", (m, a, step) => storeLow(m, 1, a, step)),
    "ee.st.qacc_h.h.32.ip": op("u i", (m, a, step) => storeHigh(m, 1, a, step)),
  },
};
