import type { Tensor } from "../../base/tensor/tensor.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";
import type { Table } from "./flatbuffer.js";

/** An operator of the file: what its rule needs to write the nodes. */
export interface OperatorCall {
  readonly g: GraphBuilder;
  /** How many inputs it has; optional ones that are left out count. */
  readonly inputs: number;
  readonly outputs: number;
  readonly options: Table | undefined;
  /** Shapes of its outputs as the file states them. */
  readonly shapes: readonly (readonly number[])[];
  /** An input in real numbers. @throws UserError when it is left out */
  value(index: number): Value;
  /** An input whose elements stand in the file, as they stand there; undefined where it is left out. */
  constant(index: number): Tensor | undefined;
  /** The same where it has to be there, as whole numbers: axes, sizes. */
  numbers(index: number): number[];
  /** @throws UserError that names the operator: an option's value that has no counterpart */
  refuse(what: string, found: unknown, expected: string): never;
}

export interface OperatorRule {
  emit(call: OperatorCall): Value | readonly Value[];
  /** It only moves elements: an output with its input's scale needs no rounding of its own. */
  readonly moves?: true;
}
