import { COMMON_BRANCHES } from "../machine/common-branches.js";
import { branch, type Family } from "../machine/instruction.js";
import { XTENSA } from "./source.js";

/** Branches on one register, on two, on a register and a number, and on one bit. */
export const XTENSA_BRANCHES: Family = {
  name: "Xtensa branches",
  source: XTENSA,
  instructions: {
    ...COMMON_BRANCHES,
    beqi: branch("a i l", (m, a, value, to) => {
      if (m.x[a] === value) m.pc = to;
    }),
    bnei: branch("a i l", (m, a, value, to) => {
      if (m.x[a] !== value) m.pc = to;
    }),
    blti: branch("a i l", (m, a, value, to) => {
      if (m.x[a]! < value) m.pc = to;
    }),
    bgei: branch("a i l", (m, a, value, to) => {
      if (m.x[a]! >= value) m.pc = to;
    }),
    bbci: branch("a i l", (m, a, bit, to) => {
      if (((m.x[a]! >>> bit) & 1) === 0) m.pc = to;
    }),
    bbsi: branch("a i l", (m, a, bit, to) => {
      if (((m.x[a]! >>> bit) & 1) === 1) m.pc = to;
    }),
  },
};
