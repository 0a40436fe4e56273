import { type Family, load, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { add8, add16, sub8, sub16 } from "../vector/add.js";
import { SOURCES } from "../vector/source.js";
import { thenLoad } from "../vector/then-load.js";

function addUnsigned16({ qu16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) qu16[z * 8 + i] = Math.min(qu16[x * 8 + i]! + qu16[y * 8 + i]!, 65535);
}

function subUnsigned16({ qu16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) qu16[z * 8 + i] = Math.max(qu16[x * 8 + i]! - qu16[y * 8 + i]!, 0);
}

/** Saturating sums and differences of lanes. */
export const P4_ADD: Family = {
  name: "P4 addition",
  source: SOURCES.p4,
  instructions: {
    "esp.vadd.s8": op("q q q", add8),
    "esp.vadd.s16": op("q q q", add16),
    "esp.vadd.u16": op("q q q", addUnsigned16),
    "esp.vsub.s8": op("q q q", sub8),
    "esp.vsub.s16": op("q q q", sub16),
    "esp.vsub.u16": op("q q q", subUnsigned16),
    "esp.vadd.s8.ld.incp": load("q u q q q", thenLoad(add8)),
    "esp.vadd.s16.ld.incp": load("q u q q q", thenLoad(add16)),
  },
};
