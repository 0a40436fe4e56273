import type { Place } from "./place.js";

/** One instruction as written: its name in lower case and its operands as text. */
export interface Statement {
  readonly mnemonic: string;
  readonly operands: readonly string[];
  readonly place: Place;
  /** Place in the text among labels and instructions: what `1b` and `1f` are measured from. */
  readonly order: number;
}

interface NumericLabel {
  readonly order: number;
  readonly index: number;
}

/** A file of assembly, macros expanded. A label's number is the index of the statement it stands before. */
export interface Assembly {
  readonly file: string;
  readonly statements: readonly Statement[];
  readonly labels: ReadonlyMap<string, number>;
  readonly numeric: ReadonlyMap<string, readonly NumericLabel[]>;
  readonly symbols: ReadonlyMap<string, number>;
  /** Names that `.global` tells, or `.type` calls a function, and that are labels; in the order of the text. */
  readonly functions: readonly string[];
}

/** The statement that a label operand (`name`, `1f`, `2b`) stands for, or undefined. */
export function labelTarget({ labels, numeric }: Assembly, text: string, order: number): number | undefined {
  const [, number, direction] = /^(\d+)([fb])$/i.exec(text) ?? [];
  if (number === undefined) return labels.get(text);
  const places = numeric.get(number) ?? [];
  const found =
    direction!.toLowerCase() === "f" ? places.find((l) => l.order > order) : places.findLast((l) => l.order < order);
  return found?.index;
}
