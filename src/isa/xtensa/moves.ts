import { type Family, type Operation, op } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

const move: Operation = ({ x }, z, a) => {
  x[z] = x[a]!;
};
const immediate: Operation = ({ x }, z, value) => {
  x[z] = value;
};

/** Registers and immediates into registers; the narrow encodings do the same. */
export const XTENSA_MOVES: Family = {
  name: "Xtensa moves",
  source: XTENSA,
  instructions: {
    mov: op("d a", move),
    "mov.n": op("d a", move),
    movi: op("d i", immediate),
    "movi.n": op("d i", immediate),
    movgez: op("u a a", ({ x }, z, a, b) => {
      if (x[b]! >= 0) x[z] = x[a]!;
    }),
    movltz: op("u a a", ({ x }, z, a, b) => {
      if (x[b]! < 0) x[z] = x[a]!;
    }),
  },
};
