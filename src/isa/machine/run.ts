import { type Code, OPERANDS } from "./decode.js";
import { MachineFault } from "./fault.js";
import type { Machine } from "./machine.js";

/** What was executed of a code: how often each instruction ran, and how often it went elsewhere than to the next. */
export interface Counts {
  readonly executed: Float64Array;
  readonly taken: Float64Array;
}

export function newCounts({ operations }: Code): Counts {
  return { executed: new Float64Array(operations.length), taken: new Float64Array(operations.length) };
}

/**
 * Runs until the function returns, or `steps` instructions are done. Law of the zero-overhead loop: it goes back only
 * when the instruction before its end falls through.
 * @returns how many instructions ran
 * @throws MachineFault when the code runs off its end; whatever an instruction throws
 */
export function run(m: Machine, { operations, operands }: Code, { executed, taken }: Counts, steps: number): number {
  let left = steps;
  while (m.pc >= 0 && left > 0) {
    const pc = m.pc;
    const operation = operations[pc];
    if (operation === undefined) throw new MachineFault("runs off the end of the file");
    const next = pc + 1;
    m.pc = next;
    const o = pc * OPERANDS;
    operation(
      m,
      operands[o]!,
      operands[o + 1]!,
      operands[o + 2]!,
      operands[o + 3]!,
      operands[o + 4]!,
      operands[o + 5]!,
    );
    executed[pc]!++;
    if (m.pc !== next) taken[pc]!++;
    else if (next === m.lend && m.lcount !== 0) {
      m.lcount--;
      m.pc = m.lbeg;
    }
    left--;
  }
  return steps - left;
}
