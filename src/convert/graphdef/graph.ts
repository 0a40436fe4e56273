import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes } from "./attribute.js";

/** One node of TensorFlow's graph. */
export interface GraphNode {
  readonly name: string;
  /** Its name in the function that it stood in. */
  readonly origin?: string;
  readonly op: string;
  /** `node` or `node:output`; inside a function also `node:argument:index` and the function's own arguments. */
  readonly inputs: readonly string[];
  /** Nodes that only have to run before. */
  readonly controls: readonly string[];
  readonly attributes: Attributes;
}

/** A function of a graph's library. */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** The tensors that it returns, in order. */
  readonly outputs: readonly string[];
}

/** Nodes with the functions that they call. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly functions: ReadonlyMap<string, GraphFunction>;
}

/** An input of the model: its own name, and the tensor of the graph that it feeds. */
export interface GraphInput {
  readonly name: string;
  readonly tensor: string;
  /** As the file states it: -1 where a size is free; undefined where their number is. */
  readonly shape: readonly number[] | undefined;
  readonly dtype: DType;
}

export interface GraphOutput {
  readonly name: string;
  readonly tensor: string;
}

/** A graph that is ready to be converted: no call is left in it but those of loops. */
export interface GraphDefModel {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** The elements of a variable or of a constant whose elements stand beside the graph, by its node's name. */
  readonly weights: ReadonlyMap<string, () => Tensor>;
  /** The functions of the file: those that a loop runs are still called. */
  readonly functions: Graph["functions"];
}

/** The node of `node:output`, and which of its outputs. */
export function splitTensor(tensor: string): readonly [node: string, output: number] {
  const colon = tensor.lastIndexOf(":");
  return colon < 0 ? [tensor, 0] : [tensor.slice(0, colon), Number(tensor.slice(colon + 1))];
}
