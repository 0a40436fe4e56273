import { floatOfBits, fusedMultiplyAdd, nearestInt32 } from "../machine/float.js";
import { type Family, op } from "../machine/instruction.js";
import { RISCV } from "./source.js";

/** `first` unless it is not a number; a zero of the wanted sign where both are zero. */
function extreme(first: number, second: number, pick: (a: number, b: number) => number): number {
  if (Number.isNaN(first)) return second;
  return Number.isNaN(second) ? first : pick(first, second);
}

/** Single precision: every result rounded once, to nearest, ties to even. */
export const RISCV_FLOAT: Family = {
  name: "RISC-V floating point",
  source: RISCV,
  instructions: {
    "fadd.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = f[x]! + f[y]!;
    }),
    "fmul.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = f[x]! * f[y]!;
    }),
    "fmadd.s": op("f f f f", ({ f }, z, x, y, addend) => {
      f[z] = fusedMultiplyAdd(f[x]!, f[y]!, f[addend]!);
    }),
    "fmin.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = extreme(f[x]!, f[y]!, Math.min);
    }),
    "fmax.s": op("f f f", ({ f }, z, x, y) => {
      f[z] = extreme(f[x]!, f[y]!, Math.max);
    }),
    "fcvt.s.w": op("f a", ({ f, x }, z, a) => {
      f[z] = x[a]!;
    }),
    "fcvt.w.s": op("d f r", ({ f, x }, z, a) => {
      x[z] = nearestInt32(f[a]!);
    }),
    "fmv.w.x": op("f a", ({ f, x }, z, a) => {
      f[z] = floatOfBits(x[a]!);
    }),
  },
};
