import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

/** clamp(a + b) to 32 bits: the sum wrapped where its sign is neither operand's. */
function addClamped(a: number, b: number): number {
  const sum = (a + b) | 0;
  return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? -(2 ** 31) : 2 ** 31 - 1) : sum;
}

/**
 * Sixteen words, each clamp(word + x·y) to 32 bits. Sums are stored wrapped first; only where a word was beyond ±2^30
 * (its two upper bits differ) can one have left its range, and all are done again.
 */
function multiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number): void {
  const p = x * 16;
  const r = y * 16;
  let far = 0;
  for (let i = 0; i < 16; i++) {
    const before = qacc[i]!;
    far |= before ^ (before << 1);
    qacc[i] = before + Math.imul(q8[p + i]!, q8[r + i]!);
  }
  if (far < 0) for (let i = 0; i < 16; i++) again(qacc, i, Math.imul(q8[p + i]!, q8[r + i]!));
}

/** The same with one lane of the second register for all. */
function scalarMultiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number, lane: number): void {
  const p = x * 16;
  const factor = q8[y * 16 + lane]!;
  let far = 0;
  for (let i = 0; i < 16; i++) {
    const before = qacc[i]!;
    far |= before ^ (before << 1);
    qacc[i] = before + Math.imul(q8[p + i]!, factor);
  }
  if (far < 0) for (let i = 0; i < 16; i++) again(qacc, i, Math.imul(q8[p + i]!, factor));
}

function again(qacc: Int32Array, i: number, product: number): void {
  qacc[i] = addClamped((qacc[i]! - product) | 0, product);
}

/** Products of int8 lanes into the 32-bit words of QACC, saturating. */
export const P4_ACCUMULATE_INT8: Family = {
  name: "P4 multiply-accumulate, int8 into 32 bits",
  source: SOURCES.p4,
  instructions: {
    "esp.vmulas.s8.qacc": op("q q", multiplyAccumulate),
    "esp.vmulas.s8.qacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "esp.vmulas.s8.qacc.ld.xp": load("q u a q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "esp.vsmulas.s8.qacc": op("q q 16", scalarMultiplyAccumulate),
    "esp.vsmulas.s8.qacc.ld.incp": load("q u q q 16", (m, u, a, x, y, lane) => {
      scalarMultiplyAccumulate(m, x, y, lane);
      load128(m, u, m.x[a]!);
      m.x[a]! += 16;
    }),
  },
};
