import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";

const HIGH = 2 ** 31 - 1;
const LOW = -(2 ** 31);

/** Sixteen words, each clamp(word + x·y) to 32 bits. */
function multiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number): void {
  const [p, r] = [x * 16, y * 16];
  for (let i = 0; i < 16; i++) {
    const sum = qacc[i]! + q8[p + i]! * q8[r + i]!;
    qacc[i] = sum > HIGH ? HIGH : sum < LOW ? LOW : sum;
  }
}

/** The same with one lane of the second register for all. */
function scalarMultiplyAccumulate({ qacc, q8 }: Machine, x: number, y: number, lane: number): void {
  const p = x * 16;
  const factor = q8[y * 16 + lane]!;
  for (let i = 0; i < 16; i++) {
    const sum = qacc[i]! + q8[p + i]! * factor;
    qacc[i] = sum > HIGH ? HIGH : sum < LOW ? LOW : sum;
  }
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
