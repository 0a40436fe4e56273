import { COMMON_BRANCHES } from "../machine/common-branches.js";
import { branch, type Family } from "../machine/instruction.js";
import { RISCV } from "./source.js";

const LINK = 1;

/** Branches, jumps, and calls that leave the place to return to in ra. */
export const RISCV_BRANCHES: Family = {
  name: "RISC-V branches",
  source: RISCV,
  instructions: {
    ...COMMON_BRANCHES,
    call: branch("l", (m, to) => {
      m.x[LINK] = m.pc;
      m.pc = to;
    }),
    ret: branch("", (m) => {
      m.pc = m.x[LINK]!;
    }),
    bgt: branch("a a l", (m, a, b, to) => {
      if (m.x[a]! > m.x[b]!) m.pc = to;
    }),
    ble: branch("a a l", (m, a, b, to) => {
      if (m.x[a]! <= m.x[b]!) m.pc = to;
    }),
    bgtz: branch("a l", (m, a, to) => {
      if (m.x[a]! > 0) m.pc = to;
    }),
    blez: branch("a l", (m, a, to) => {
      if (m.x[a]! <= 0) m.pc = to;
    }),
  },
};
