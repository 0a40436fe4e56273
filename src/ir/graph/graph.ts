import type { Attributes, AttributeValue } from "../../../kernels-ref/operator.js";
import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";

export type { Attributes, AttributeValue } from "../../../kernels-ref/operator.js";

/** Static type of a value: every dimension is known once a graph is built. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A tensor the caller provides. */
export interface InputValue {
  readonly kind: "input";
  readonly name: string;
  readonly type: TensorType;
}

/** A tensor known at compile time: a weight, a bias, a scale. */
export interface ConstantValue {
  readonly kind: "constant";
  readonly tensor: Tensor;
  readonly type: TensorType;
}

/** The `index`-th result of a node. */
export interface ResultValue {
  readonly kind: "result";
  readonly node: Node;
  readonly index: number;
  readonly type: TensorType;
}

export type Value = InputValue | ConstantValue | ResultValue;

/** What a node remembers of where it came from. */
export interface Origin {
  /** Names of the ONNX nodes that this node implements, in the order of the model; empty if there are none. */
  readonly onnx: readonly string[];
  /** Real value = integer · 2^exponent for the first result; one a channel (last axis of the layout) if it is a list. */
  readonly exponent?: number | readonly number[];
}

/** One operator applied to values. Immutable: a pass builds new nodes (`rewrite`) and never edits one in place. */
export interface Node {
  /** Operator in Relay's spelling: `nn.conv2d`, `qnn.requantize`, `add`. */
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly results: readonly ResultValue[];
  readonly origin: Origin;
}

/**
 * A pure data-flow graph. There is no list of nodes: what the outputs do not reach does not exist, and execution
 * order is `postOrder`, the order in which TVM's graph executor numbers its nodes.
 */
export interface Graph {
  readonly inputs: readonly InputValue[];
  readonly outputs: readonly Value[];
}

/** The integer or list attribute of a node, for passes and type rules. @throws TypeError on a missing or wrong kind. */
export function numbers(attributes: Attributes, name: string): readonly number[] {
  const value = attributes[name];
  if (!Array.isArray(value) || !value.every((item: AttributeValue) => typeof item === "number")) {
    throw new TypeError(`attribute ${name} must be a list of numbers, got ${String(value)}`);
  }
  return value as readonly number[];
}
