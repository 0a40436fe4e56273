import { nearNames } from "../../base/near-names.js";
import { type Assembly, labelTarget, type Statement } from "../assembly/assembly.js";
import { evaluate } from "../assembly/expression.js";
import { type Place, refuse } from "../assembly/place.js";
import type { Instruction, Operation } from "./instruction.js";
import type { Isa } from "./isa.js";
import { SINK } from "./machine.js";

/** Operands that an instruction has at most. */
export const OPERANDS = 6;

/** A file of assembly made ready to run: parallel arrays, one entry an instruction. */
export interface Code {
  readonly isa: Isa;
  readonly file: string;
  readonly operations: readonly Operation[];
  /** `OPERANDS` numbers an instruction. */
  readonly operands: Int32Array;
  readonly instructions: readonly Instruction[];
  readonly mnemonics: readonly string[];
  readonly text: readonly string[];
  readonly places: readonly Place[];
  /** First instruction of each function. */
  readonly entries: ReadonlyMap<string, number>;
  /** The function each instruction stands in, empty before the first. */
  readonly functions: readonly string[];
}

/** @throws UserError naming file and line for an instruction that the chip's table lacks, or operands that do not fit. */
export function decode(assembly: Assembly, isa: Isa): Code {
  const { statements } = assembly;
  const operands = new Int32Array(statements.length * OPERANDS);
  const instructions = statements.map((statement, index) => {
    const instruction = isa.instructions.get(statement.mnemonic) ?? unknown(statement, isa);
    new OperandReader(assembly, isa, statement).read(instruction, operands, index * OPERANDS);
    return instruction;
  });
  const entries = new Map(assembly.functions.map((name) => [name, assembly.labels.get(name)!]));
  return {
    isa,
    file: assembly.file,
    operations: instructions.map(({ run }) => run),
    operands,
    instructions,
    mnemonics: statements.map(({ mnemonic }) => mnemonic),
    text: statements.map((s) => `${s.mnemonic} ${s.operands.join(", ")}`.trim()),
    places: statements.map(({ place }) => place),
    entries,
    functions: functionsOf(entries, statements.length),
  };
}

function unknown({ mnemonic, place }: Statement, { chip, instructions }: Isa): never {
  const near = nearNames(mnemonic, [...instructions.keys()]);
  refuse(place, `unknown instruction ${mnemonic} on ${chip}${near.length > 0 ? `; known are ${near.join(", ")}` : ""}`);
}

function functionsOf(entries: ReadonlyMap<string, number>, count: number): string[] {
  const names = new Array<string>(count).fill("");
  const starts = [...entries].sort(([, a], [, b]) => a - b);
  for (const [position, [name, start]] of starts.entries()) names.fill(name, start, starts[position + 1]?.[1] ?? count);
  return names;
}

class OperandReader {
  constructor(
    private readonly assembly: Assembly,
    private readonly isa: Isa,
    private readonly statement: Statement,
  ) {}

  read({ operands: kinds }: Instruction, into: Int32Array, at: number): void {
    const letters = kinds === "" ? [] : kinds.split(" ");
    const given = this.statement.operands;
    if (given.length !== letters.length) this.fail(`takes ${letters.length} operands, got ${given.length}`);
    let to = at;
    letters.forEach((kind, position) => {
      for (const value of this.operand(kind, given[position]!)) into[to++] = value;
    });
  }

  private operand(kind: string, text: string): readonly number[] {
    if (kind === "a" || kind === "u" || kind === "d") return [this.integer(kind, text)];
    if (kind === "q") return [this.vector(text)];
    if (kind === "f")
      return [this.isa.float.get(text.toLowerCase()) ?? this.fail(`${text}: expected a float register`)];
    if (kind === "l") return [labelTarget(this.assembly, text, this.statement.order) ?? this.fail(`no label ${text}`)];
    if (kind === "n") return this.registerOrNumber(text);
    if (kind === "m") return this.address(text);
    if (kind === "r")
      return text.toLowerCase() === "rne" ? [0] : this.fail(`${text}: only the rounding mode rne is known`);
    const value = this.number(text);
    if (kind !== "i" && (value < 0 || value >= Number(kind)))
      this.fail(`${text}: expected a lane from 0 to ${Number(kind) - 1}`);
    return [value];
  }

  private integer(kind: string, text: string): number {
    const register = this.isa.integer.get(text.toLowerCase()) ?? this.fail(`${text}: expected an integer register`);
    return this.isa.zero && register === 0 && kind !== "a" ? SINK : register;
  }

  private registerOrNumber(text: string): readonly number[] {
    const register = this.isa.integer.get(text.toLowerCase());
    return register === undefined ? [-1, this.number(text)] : [register, 0];
  }

  private vector(text: string): number {
    const [, number] = /^q([0-7])$/i.exec(text) ?? [];
    return number === undefined ? this.fail(`${text}: expected a vector register, q0 to q7`) : Number(number);
  }

  private address(text: string): readonly number[] {
    const [, offset, register] = /^(.*)\(([^()]+)\)$/.exec(text) ?? [];
    if (register === undefined) return this.fail(`${text}: expected offset(register)`);
    return [offset === "" ? 0 : this.number(offset!), this.integer("a", register)];
  }

  private number(text: string): number {
    return evaluate(text, this.assembly.symbols) ?? this.fail(`${text}: expected an integer`);
  }

  private fail(message: string): never {
    refuse(this.statement.place, `${this.statement.mnemonic}: ${message}`);
  }
}
