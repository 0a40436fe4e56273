import { branch, type Family, op } from "../machine/instruction.js";
import { type Machine, RETURNED } from "../machine/machine.js";
import { XTENSA } from "./source.js";

/** The caller's registers from `rotation` on become the callee's a0 and up when it says `entry`. */
function call(m: Machine, rotation: number, to: number): void {
  m.windows.push({ x: m.x.slice(), rotation, pc: m.pc });
  m.callIncrement = rotation;
  m.pc = to;
}

/** Rotates the window back; what the callee left in a0 … is the caller's a`rotation` …. */
function returnFromWindow(m: Machine): void {
  const caller = m.windows.pop();
  if (caller === undefined) {
    m.pc = RETURNED;
    return;
  }
  const callee = m.x.slice();
  m.x.set(caller.x);
  for (let i = caller.rotation; i < 16; i++) m.x[i] = callee[i - caller.rotation]!;
  m.pc = caller.pc;
}

/** Calls with register windows: 64 physical registers are not counted, since no overflow is visible to a program. */
export const XTENSA_CALLS: Family = {
  name: "Xtensa windowed calls",
  source: XTENSA,
  instructions: {
    call4: branch("l", (m, to) => call(m, 4, to)),
    call8: branch("l", (m, to) => call(m, 8, to)),
    call12: branch("l", (m, to) => call(m, 12, to)),
    entry: op("a i", (m, stack, size) => {
      const rotation = m.callIncrement;
      m.callIncrement = 0;
      const sp = m.x[stack]!;
      if (rotation > 0) m.x.copyWithin(0, rotation, 16);
      m.x[stack] = sp - size;
    }),
    retw: branch("", returnFromWindow),
    "retw.n": branch("", returnFromWindow),
  },
};
