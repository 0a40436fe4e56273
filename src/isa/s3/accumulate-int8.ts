import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

/** Half the range of a limb of 20 bits. */
const HALF = 2 ** 19;

/**
 * Sixteen limbs, each clamp(limb + x·y) to 20 bits. Sums are stored first; only where one left its limb (bit 20 of sum +
 * 2^19, or one above, is set) all are clamped.
 */
function multiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number): void {
  const p = x * 16;
  const r = y * 16;
  let out = 0;
  for (let i = 0; i < 16; i++) {
    const sum = (qacc[i]! + Math.imul(q8[p + i]!, q8[r + i]!)) | 0;
    out |= sum + HALF;
    qacc[i] = sum;
  }
  if (out >>> 20 !== 0) clampLimbs(qacc);
}

/** The same with one lane of the second register for all. */
function scalarMultiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number, lane: number): void {
  const p = x * 16;
  const factor = q8[y * 16 + lane]!;
  let out = 0;
  for (let i = 0; i < 16; i++) {
    const sum = (qacc[i]! + Math.imul(q8[p + i]!, factor)) | 0;
    out |= sum + HALF;
    qacc[i] = sum;
  }
  if (out >>> 20 !== 0) clampLimbs(qacc);
}

function clampLimbs(qacc: Int32Array): void {
  for (let i = 0; i < 16; i++) qacc[i] = Math.min(Math.max(qacc[i]!, -HALF), HALF - 1);
}

/** Products of int8 lanes into the limbs of QACC; each saturates at every step, so the order of the terms matters. */
export const S3_ACCUMULATE_INT8: Family = {
  name: "S3 multiply-accumulate, int8 into 20 bits",
  source: SOURCES.s3,
  instructions: {
    "ee.vmulas.s8.qacc": op("q q", multiplyAccumulate),
    "ee.vmulas.s8.qacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "ee.vmulas.s8.qacc.ld.xp": load("q u a q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "ee.vsmulas.s8.qacc": op("q q 16", scalarMultiplyAccumulate),
    "ee.vsmulas.s8.qacc.ld.incp": load("q u q q 16", (m, u, a, x, y, lane) => {
      scalarMultiplyAccumulate(m, x, y, lane);
      load128(m, u, m.x[a]!);
      m.x[a]! += 16;
    }),
  },
};
