import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "./source.js";
import { thenLoad } from "./then-load.js";

function max8({ q8 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 16; i++) q8[z * 16 + i] = Math.max(q8[x * 16 + i]!, q8[y * 16 + i]!);
}

function max16({ q16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) q16[z * 8 + i] = Math.max(q16[x * 8 + i]!, q16[y * 8 + i]!);
}

function min8({ q8 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 16; i++) q8[z * 16 + i] = Math.min(q8[x * 16 + i]!, q8[y * 16 + i]!);
}

function min16({ q16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) q16[z * 8 + i] = Math.min(q16[x * 8 + i]!, q16[y * 8 + i]!);
}

/** The larger and the smaller lane of two registers. */
export const VECTOR_EXTREMES: Family = {
  name: "vector maximum and minimum",
  source: SOURCES.both,
  instructions: {
    "vmax.s8": op("q q q", max8),
    "vmax.s16": op("q q q", max16),
    "vmin.s8": op("q q q", min8),
    "vmin.s16": op("q q q", min16),
    "vmax.s8.ld.incp": load("q u q q q", thenLoad(max8)),
    "vmax.s16.ld.incp": load("q u q q q", thenLoad(max16)),
    "vmin.s8.ld.incp": load("q u q q q", thenLoad(min8)),
    "vmin.s16.ld.incp": load("q u q q q", thenLoad(min16)),
  },
};
