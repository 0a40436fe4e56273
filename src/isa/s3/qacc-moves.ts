import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { type Machine, SCRATCH } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { setLane40 } from "./lane40.js";

function fromInt8({ qacc, q8 }: Machine, q: number): void {
  for (let i = 0; i < 16; i++) qacc[i] = q8[q * 16 + i]!;
}

function fromInt16({ qacc, q16 }: Machine, q: number): void {
  for (let i = 0; i < 8; i++) setLane40(qacc, i, q16[q * 8 + i]!);
}

/** QACC cleared, or filled with lanes that keep their values: int8 in limbs of 20 bits, int16 in lanes of 40. */
export const S3_QACC_MOVES: Family = {
  name: "S3 moves into QACC",
  source: SOURCES.s3,
  instructions: {
    "ee.zero.qacc": op("", ({ qacc }) => {
      for (let i = 0; i < 16; i++) qacc[i] = 0;
    }),
    "ee.mov.s8.qacc": op("q", fromInt8),
    "ee.mov.s16.qacc": op("q", fromInt16),
    "ee.ldqa.s8.128.ip": load("u i", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt8(m, SCRATCH);
      m.x[a]! += step;
    }),
    "ee.ldqa.s8.128.xp": load("u a", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt8(m, SCRATCH);
      m.x[a]! += m.x[step]!;
    }),
    "ee.ldqa.s16.128.ip": load("u i", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt16(m, SCRATCH);
      m.x[a]! += step;
    }),
    "ee.ldqa.s16.128.xp": load("u a", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt16(m, SCRATCH);
      m.x[a]! += m.x[step]!;
    }),
  },
};
