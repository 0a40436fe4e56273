import { COMMON_ARITHMETIC } from "../machine/common-arithmetic.js";
import { type Family, op } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

/** Integer arithmetic, modulo 2^32. */
export const XTENSA_ARITHMETIC: Family = {
  name: "Xtensa arithmetic",
  source: XTENSA,
  instructions: {
    ...COMMON_ARITHMETIC,
    add: op("d a a", ({ x }, z, a, b) => {
      x[z] = x[a]! + x[b]!;
    }),
    addx2: op("d a a", ({ x }, z, a, b) => {
      x[z] = (x[a]! << 1) + x[b]!;
    }),
    addx4: op("d a a", ({ x }, z, a, b) => {
      x[z] = (x[a]! << 2) + x[b]!;
    }),
    mull: op("d a a", ({ x }, z, a, b) => {
      x[z] = Math.imul(x[a]!, x[b]!);
    }),
    max: op("d a a", ({ x }, z, a, b) => {
      x[z] = Math.max(x[a]!, x[b]!);
    }),
    min: op("d a a", ({ x }, z, a, b) => {
      x[z] = Math.min(x[a]!, x[b]!);
    }),
    // `clamps n` keeps a value of n+1 bits; `sext n` takes bit n for the sign.
    clamps: op("d a i", ({ x }, z, a, n) => {
      x[z] = Math.min(Math.max(x[a]!, -(2 ** n)), 2 ** n - 1);
    }),
    sext: op("d a i", ({ x }, z, a, n) => {
      x[z] = (x[a]! << (31 - n)) >> (31 - n);
    }),
    extui: op("d a i i", ({ x }, z, a, from, width) => {
      x[z] = (x[a]! >>> from) & (2 ** width - 1);
    }),
  },
};
