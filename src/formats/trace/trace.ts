import type { Tensor } from "../../base/tensor/tensor.js";

/** One tensor that a runner produced. */
export interface TraceLayer {
  /** Position in the program's execution order; the outputs of one call share it. */
  readonly index: number;
  /** TVM's name; may repeat. */
  readonly name: string;
  /** Unique in the trace; what traces are matched by. */
  readonly id: string;
  /** Operator in Relay's spelling, or `input` or `param`. */
  readonly op: string;
  /** ONNX nodes that the layer implements. */
  readonly onnx: readonly string[];
  /** Real value = integer · 2^exponent; one a channel if it is a list. Not whole where a model's scale is none of 2^n. */
  readonly exponent?: number | readonly number[];
  readonly tensor: Tensor;
}

/** What any runner returns: the tensors of one run in execution order, and who made them from what. */
export interface Trace {
  /** The program that ran, such as `espdl-lab interpreter`. */
  readonly runner: string;
  /** The model's name or file name. */
  readonly model: string;
  readonly layers: readonly TraceLayer[];
}
