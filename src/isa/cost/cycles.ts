import { type Code, OPERANDS } from "../machine/decode.js";
import type { Counts } from "../machine/run.js";
import { COSTS } from "./model.js";

export interface Cycles {
  readonly total: number;
  readonly instructions: number;
  /** Cycles lost behind taken branches and on loads that are needed at once. */
  readonly branches: number;
  readonly loads: number;
}

/** Estimated cycles of what was executed: one an instruction, and what branches and loads cost more, see `COSTS`. */
export function cyclesOf(code: Code, { executed, taken }: Counts): Cycles {
  const { takenBranch, loadUse } = COSTS[code.isa.chip];
  let [instructions, branches, loads] = [0, 0, 0];
  const late = lateLoads(code);
  for (let i = 0; i < executed.length; i++) {
    if (executed[i] === 0) continue;
    instructions += executed[i]!;
    branches += taken[i]! * takenBranch;
    if (late[i] === 1) loads += Math.min(executed[i]!, executed[i + 1]!) * loadUse;
  }
  return { total: instructions + branches + loads, instructions, branches, loads };
}

const known = new WeakMap<Code, Uint8Array>();

/** 1 for every load whose result the next instruction reads. */
function lateLoads(code: Code): Uint8Array {
  let late = known.get(code);
  if (!late) {
    late = Uint8Array.from(code.instructions, (_, i) => (needsLoaded(code, i) ? 1 : 0));
    known.set(code, late);
  }
  return late;
}

function needsLoaded({ instructions, operands }: Code, i: number): boolean {
  const next = instructions[i + 1];
  if (instructions[i]!.timing !== "load" || next === undefined) return false;
  const [loaded] = instructions[i]!.operands.split(" ");
  const register = operands[i * OPERANDS];
  let at = (i + 1) * OPERANDS;
  for (const [position, kind] of next.operands.split(" ").entries()) {
    const isRead = position > 0 || kind === "u" || kind === "a" || next.operands === "q q";
    if (kind === "m") {
      if (loaded === "d" && operands[at + 1] === register) return true;
      at += 2;
      continue;
    }
    const same = loaded === "q" ? kind === "q" : loaded === "f" ? kind === "f" : "aun".includes(kind);
    if (isRead && same && operands[at] === register) return true;
    at += kind === "n" ? 2 : 1;
  }
  return false;
}
