import type { Machine } from "./machine.js";

/** What an instruction does to a machine, its operands being numbers: registers, immediates, statement indices. */
export type Operation = (m: Machine, a: number, b: number, c: number, d: number, e: number, f: number) => void;

/**
 * Operands in the order they are written, each a letter:
 * `a` integer register that is read · `d` integer register that is written · `u` integer register read and written
 * · `f` float register · `q` vector register · `i` integer · `4`, `8`, `16` a lane below that number
 * · `n` integer register or integer, two numbers · `l` label · `m` offset(register), two numbers · `r` the rounding mode `rne`.
 */
export type Operands = string;

/** How an instruction goes through the pipeline beyond its one cycle. */
export type Timing = "load" | "branch" | "plain";

export interface Instruction {
  readonly operands: Operands;
  readonly run: Operation;
  readonly timing: Timing;
}

/** A table of instructions of one kind, by name, with where their law is written. */
export interface Family {
  readonly name: string;
  /** Documents the semantics were taken from. */
  readonly source: string;
  readonly instructions: Readonly<Record<string, Instruction>>;
}

/** An instruction that computes. */
export const op = (operands: Operands, run: Operation): Instruction => ({ operands, run, timing: "plain" });

/** An instruction whose result comes from memory. */
export const load = (operands: Operands, run: Operation): Instruction => ({ operands, run, timing: "load" });

/** An instruction that may go elsewhere. */
export const branch = (operands: Operands, run: Operation): Instruction => ({ operands, run, timing: "branch" });
