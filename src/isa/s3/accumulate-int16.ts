import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { addToLane40 } from "./lane40.js";

/** Eight lanes, each clamp(lane + x·y) to 40 bits. */
function multiplyAccumulate({ qacc, q16 }: Machine, x: number, y: number): void {
  for (let i = 0; i < 8; i++) addToLane40(qacc, i, Math.imul(q16[x * 8 + i]!, q16[y * 8 + i]!));
}

/** The same with one lane of the second register for all. */
function scalarMultiplyAccumulate({ qacc, q16 }: Machine, x: number, y: number, lane: number): void {
  const factor = q16[y * 8 + lane]!;
  for (let i = 0; i < 8; i++) addToLane40(qacc, i, Math.imul(q16[x * 8 + i]!, factor));
}

/** Products of int16 lanes into the 40-bit lanes of QACC, saturating at every step. */
export const S3_ACCUMULATE_INT16: Family = {
  name: "S3 multiply-accumulate, int16 into 40 bits",
  source: SOURCES.s3,
  instructions: {
    "ee.vmulas.s16.qacc": op("q q", multiplyAccumulate),
    "ee.vmulas.s16.qacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "ee.vmulas.s16.qacc.ld.xp": load("q u a q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "ee.vsmulas.s16.qacc": op("q q 8", scalarMultiplyAccumulate),
    "ee.vsmulas.s16.qacc.ld.incp": load("q u q q 8", (m, u, a, x, y, lane) => {
      scalarMultiplyAccumulate(m, x, y, lane);
      load128(m, u, m.x[a]!);
      m.x[a]! += 16;
    }),
  },
};
