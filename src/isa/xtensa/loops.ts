import { branch, type Family } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { XTENSA } from "./source.js";

function begin(m: Machine, a: number, end: number, skip: boolean): void {
  m.lbeg = m.pc;
  m.lend = end;
  m.lcount = m.x[a]! - 1;
  if (skip) m.pc = end;
}

/** Zero-overhead loops: the body up to the label runs as often as the register says (unsigned, modulo 2^32). */
export const XTENSA_LOOPS: Family = {
  name: "Xtensa zero-overhead loops",
  source: XTENSA,
  instructions: {
    loop: branch("a l", (m, a, end) => begin(m, a, end, false)),
    loopgtz: branch("a l", (m, a, end) => begin(m, a, end, m.x[a]! <= 0)),
    loopnez: branch("a l", (m, a, end) => begin(m, a, end, m.x[a] === 0)),
  },
};
