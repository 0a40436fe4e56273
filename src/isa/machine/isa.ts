import type { VectorChip } from "../../../kernels-ref/index.js";
import type { Family, Instruction } from "./instruction.js";

/** A chip's machine: which instructions it has and how its registers are called. */
export interface Isa {
  readonly chip: VectorChip;
  readonly families: readonly Family[];
  readonly instructions: ReadonlyMap<string, Instruction>;
  /** Number of an integer or float register by name. */
  readonly integer: ReadonlyMap<string, number>;
  readonly float: ReadonlyMap<string, number>;
  /** Whether register 0 is always 0. */
  readonly zero: boolean;
  /** Registers of the first arguments, of the result, the stack pointer, and of the return address. */
  readonly calling: {
    readonly arguments: readonly number[];
    readonly result: number;
    readonly stack: number;
    readonly link: number;
  };
}

/** @throws Error when two families define the same instruction */
export function instructionTable(families: readonly Family[]): Map<string, Instruction> {
  const table = new Map<string, Instruction>();
  for (const { name, instructions } of families)
    for (const [mnemonic, instruction] of Object.entries(instructions)) {
      if (table.has(mnemonic)) throw new Error(`${name}: ${mnemonic} is defined twice`);
      table.set(mnemonic, instruction);
    }
  return table;
}
