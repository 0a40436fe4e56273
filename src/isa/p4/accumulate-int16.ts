import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { addToLane } from "./lane64.js";

/** Eight lanes, each lane + x·y in 64 bits, saturating. */
function multiplyAccumulate({ qacc, q16 }: Machine, x: number, y: number): void {
  for (let i = 0; i < 8; i++) addToLane(qacc, i, Math.imul(q16[x * 8 + i]!, q16[y * 8 + i]!));
}

/** The same with one lane of the second register for all. */
function scalarMultiplyAccumulate({ qacc, q16 }: Machine, x: number, y: number, lane: number): void {
  const factor = q16[y * 8 + lane]!;
  for (let i = 0; i < 8; i++) addToLane(qacc, i, Math.imul(q16[x * 8 + i]!, factor));
}

/** Products of int16 lanes into the 64-bit lanes of QACC, saturating. */
export const P4_ACCUMULATE_INT16: Family = {
  name: "P4 multiply-accumulate, int16 into 64 bits",
  source: SOURCES.p4,
  instructions: {
    "esp.vmulas.s16.qacc": op("q q", multiplyAccumulate),
    "esp.vmulas.s16.qacc.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "esp.vmulas.s16.qacc.ld.xp": load("q u a q q", (m, u, a, step, x, y) => {
      multiplyAccumulate(m, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += m.x[step]!;
    }),
    "esp.vsmulas.s16.qacc": op("q q 8", scalarMultiplyAccumulate),
    "esp.vsmulas.s16.qacc.ld.incp": load("q u q q 8", (m, u, a, x, y, lane) => {
      scalarMultiplyAccumulate(m, x, y, lane);
      load128(m, u, m.x[a]!);
      m.x[a]! += 16;
    }),
  },
};
