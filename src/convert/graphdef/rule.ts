import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";

/** A node of the graph: what its rule needs to write the ONNX nodes. */
export interface NodeCall {
  readonly g: GraphBuilder;
  /** How many tensors it reads. */
  readonly inputs: number;
  /** @throws UserError when the node has no such input */
  value(index: number): Value;
  /** The same, but it may be a list. */
  any(index: number): Value;
  /** An input whose elements are known. @throws UserError when it is computed */
  constant(index: number): Tensor;
  /** The same as whole numbers: axes, sizes. */
  numbers(index: number): number[];
  /** The elements that stand beside the graph under the node's name. */
  stored(): Tensor | undefined;
  text(attribute: string, fallback: string): string;
  number(attribute: string, fallback: number): number;
  flag(attribute: string, fallback: boolean): boolean;
  list(attribute: string, fallback: readonly number[]): readonly number[];
  texts(attribute: string): readonly string[];
  /** An element type that values can have. @throws UserError for any other */
  dtype(attribute: string, fallback?: string): DType;
  tensor(attribute: string): Tensor;
  /** @throws UserError that names the node */
  refuse(what: string, found: unknown, expected: string): never;
}

export interface NodeRule {
  emit(call: NodeCall): Value | readonly Value[];
}
