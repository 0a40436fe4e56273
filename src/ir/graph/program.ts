import type { Arithmetic } from "../../../kernels-ref/arithmetic.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes, TensorType } from "./graph.js";

/** One output tensor of one layer: `layer` is the layer's index, `output` counts a layer's results from 0. */
export interface Operand {
  readonly layer: number;
  readonly output: number;
}

interface LayerBase {
  /** Position in execution order; params and inputs are counted, as in TVM's debug graph. */
  readonly index: number;
  /** TVM's name; may repeat (`reshape_nop`). */
  readonly name: string;
  /** Unique: `name`, or `name@index` where the name repeats. */
  readonly id: string;
  readonly types: readonly TensorType[];
  /** ONNX nodes that the layer implements. */
  readonly onnx: readonly string[];
  /** Real value = integer · 2^exponent; one a channel if it is a list; absent for floats and accumulators of unknown scale. */
  readonly exponent?: number | readonly number[];
}

export interface InputLayer extends LayerBase {
  readonly kind: "input";
}

export interface ParamLayer extends LayerBase {
  readonly kind: "param";
  readonly tensor: Tensor;
}

export interface CallLayer extends LayerBase {
  readonly kind: "call";
  /** Operator of the IR, the key into the kernel table. */
  readonly op: string;
  /** The function's name: equal calls (same operator, attributes and types) share one. */
  readonly func: string;
  readonly inputs: readonly Operand[];
  readonly attributes: Attributes;
  /** After fusion: ids of the debug layers whose work this call does, in execution order, its own last. */
  readonly covers?: readonly string[];
  /** After fusion, for a convolution: the C function that it gets. */
  readonly kernel?: KernelChoice;
}

/** The C function of a convolution and, where it is not an accelerated one, why not. */
export interface KernelChoice {
  readonly function: "esp_dl_nn_conv2d_s8_wrapper" | "esp_dl_nn_depthwise_conv2d_s8_wrapper" | "espdl_conv2d_s8";
  readonly reason?: string;
}

export type Layer = InputLayer | ParamLayer | CallLayer;

/** The ordered list of calls that the interpreter, the fast path and the C emitter all execute. */
export interface Program {
  readonly layers: readonly Layer[];
  readonly outputs: readonly Operand[];
  /** Whose integers it computes. Default: those of ESP-DL's TVM flow on the board. */
  readonly arithmetic?: Arithmetic;
}
