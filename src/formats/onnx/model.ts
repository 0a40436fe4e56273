import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";

/** A dimension: a size, a symbol (`N`, `2*N`), or null when nothing is known. */
export type OnnxDim = number | string | null;

/** A named tensor's declared type. `shape` is undefined when even the rank is unknown. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly OnnxDim[] | undefined;
}

/** An attribute with ONNX's own type. Integers are safe integers, or ±2^63 for INT64_MAX and INT64_MIN; strings are UTF-8. */
export type OnnxAttribute =
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "tensor"; readonly value: Tensor }
  | { readonly type: "floats"; readonly value: readonly number[] }
  | { readonly type: "ints"; readonly value: readonly number[] }
  | { readonly type: "strings"; readonly value: readonly string[] };

export interface OnnxNode {
  readonly opType: string;
  /** "" is ai.onnx. */
  readonly domain: string;
  readonly name: string;
  /** "" stands for an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxGraph {
  readonly name: string;
  /** In topological order. */
  readonly nodes: readonly OnnxNode[];
  /** In the order of the file. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** True inputs only: an initializer that the file also lists as an input is not repeated here. */
  readonly inputs: readonly OnnxValueInfo[];
  /**
   * Initializers that the file also lists as inputs, which makes them defaults that a caller may replace: ONNX Runtime
   * does not fold them. IR < 4 lists all of them and means constants.
   */
  readonly replaceable?: ReadonlySet<string>;
  readonly outputs: readonly OnnxValueInfo[];
  /** Types of intermediate values, as far as the file states them. */
  readonly valueInfo: ReadonlyMap<string, OnnxValueInfo>;
}

/** An ONNX model as plain immutable data: what `readModel` returns and `serializeModel` takes. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  /** Domain → version; "" is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: OnnxGraph;
}
