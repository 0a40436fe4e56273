import type { Arithmetic } from "../../../../kernels-ref/arithmetic.js";
import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { TensorType } from "../../../ir/graph/graph.js";
import type { CallLayer } from "../../../ir/graph/program.js";

/** What a constant is to the call that reads it. */
export type ConstantKind = "weights" | "bias" | "table" | "multipliers" | "shifts" | "constant";

/** A call with everything that its C code needs to know. Reads and writes are C expressions, typed pointers. */
export interface CallSite {
  readonly call: CallLayer;
  /** Whose integers: an operator whose law depends on the chip asks it. */
  readonly arithmetic: Arithmetic;
  readonly types: readonly TensorType[];
  /** The constant behind an input, if it is one. */
  readonly constants: readonly (Tensor | undefined)[];
  /** Real value = integer · 2^exponent of the first input, if it has one exponent. */
  readonly inputExponent: number | undefined;
  /** The expression of an input; a constant is put into flash when its expression is asked for. */
  read(input: number): string;
  /** Puts a tensor that is not an input into flash. @param what it is to the call, one word. @returns its name */
  store(tensor: Tensor, what: ConstantKind): string;
  /** The same, and makes it a parameter of the call's function, as TVM does with a convolution's. @returns the parameter */
  pass(tensor: Tensor, what: ConstantKind): string;
  write(output: number): string;
}

/** The statements that make one call, indented by two blanks. */
export type Emitter = (site: CallSite) => string;

/** @throws UserError: an operator is right, but no C kernel does it on these types. */
export function refuse({ call }: CallSite, what: string): never {
  throw new UserError(
    `${call.id}: ${call.op} on ${what} has no C kernel; ` +
      `run it with \`debug\` only, or change the node ${call.onnx.join(", ") || "it comes from"}`,
  );
}

/** Suffix of a kernel for the dtype of the first input. */
export function suffix(site: CallSite, suffixes: Readonly<Record<string, string>>): string {
  const { dtype } = site.types[0] ?? site.call.types[0]!;
  return suffixes[dtype] ?? refuse(site, dtype);
}
