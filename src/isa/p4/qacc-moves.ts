import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { type Machine, SCRATCH } from "../machine/machine.js";
import { SOURCES } from "../vector/source.js";
import { setLane } from "./lane64.js";

function fromInt8({ qacc, q8 }: Machine, q: number): void {
  for (let i = 0; i < 16; i++) qacc[i] = q8[q * 16 + i]!;
}

function fromInt16({ qacc, q16 }: Machine, q: number): void {
  for (let i = 0; i < 8; i++) setLane(qacc, i, q16[q * 8 + i]!);
}

/** QACC cleared, or filled with lanes that keep their values: int8 in words of 32 bits, int16 in lanes of 64. */
export const P4_QACC_MOVES: Family = {
  name: "P4 moves into QACC",
  source: SOURCES.p4,
  instructions: {
    "esp.zero.qacc": op("", ({ qacc }) => {
      for (let i = 0; i < 16; i++) qacc[i] = 0;
    }),
    "esp.mov.s8.qacc": op("q", fromInt8),
    "esp.mov.s16.qacc": op("q", fromInt16),
    "esp.ldqa.s8.128.ip": load("u i", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt8(m, SCRATCH);
      m.x[a]! += step;
    }),
    "esp.ldqa.s8.128.xp": load("u a", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt8(m, SCRATCH);
      m.x[a]! += m.x[step]!;
    }),
    "esp.ldqa.s16.128.ip": load("u i", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt16(m, SCRATCH);
      m.x[a]! += step;
    }),
    "esp.ldqa.s16.128.xp": load("u a", (m, a, step) => {
      load128(m, SCRATCH, m.x[a]!);
      fromInt16(m, SCRATCH);
      m.x[a]! += m.x[step]!;
    }),
  },
};
