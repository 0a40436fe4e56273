import type { OnnxModel } from "../../formats/onnx/model.js";

/** One quantized tensor: its range, its scale, and what quantization costs it. Plain data, usable as JSON. */
export interface QuantizationRow {
  /** Name in the float model. */
  readonly tensor: string;
  /** Name of the integer tensor in the quantized model. */
  readonly quantized: string;
  readonly kind: "activation" | "weight" | "bias";
  readonly dtype: "int8" | "int32";
  /** The quantized model's node that makes an activation, or reads a weight or bias. */
  readonly node: string;
  readonly min: number;
  readonly max: number;
  /** Real value = integer · scale = integer · 2^exponent; one a channel if they are lists. */
  readonly scale: number | readonly number[];
  readonly exponent: number | readonly number[];
  /** Share of elements that were clipped, 0 … 1; absent for an activation until measured. */
  readonly clipped?: number;
  /** Signal to quantization noise in dB, Infinity when exact; absent for an activation until measured. */
  readonly snr?: number;
}

/** A loss the user should know of. */
export interface QuantizationWarning {
  /** Node of the quantized model. */
  readonly node: string;
  /** Tensor of the float model. */
  readonly tensor: string;
  /** Share of the tensor's elements concerned, 0 … 1. */
  readonly share: number;
  /** One line. */
  readonly message: string;
}

/** A node that the quantizer left in float. */
export interface FloatNode {
  /** Its name in the float model; where it has none, that of its first output. */
  readonly node: string;
  readonly operator: string;
  /** Its first output. */
  readonly tensor: string;
  /** Why, as a part of a sentence. */
  readonly reason: string;
  /** It is in float by choice: Softmax, or asked for. */
  readonly chosen?: true;
}

export interface QuantizeResult {
  readonly model: OnnxModel;
  /** In the order in which the tensors were quantized. */
  readonly tensors: readonly QuantizationRow[];
  readonly warnings: readonly QuantizationWarning[];
  /** In the order of the model. */
  readonly floats: readonly FloatNode[];
}

export interface QuantizeOptions {
  /** One weight scale an output channel for Conv, Gemm and MatMul; off. */
  readonly perChannel?: boolean | undefined;
  /** Reproduce the original quantizer, its bugs included: wrapped biases, an unnamed Softmax that disables the rest; off. */
  readonly compat?: boolean | undefined;
  /** How a weight's exponent is found: from its largest element (the default), or as the one of least squared error. */
  readonly weightExponents?: "largest" | "error" | undefined;
  /** Exponents that replace those of the ranges and of the weights, by the float tensor's name. */
  readonly exponents?: ReadonlyMap<string, number | readonly number[]> | undefined;
  /**
   * Integer biases that replace the rounded ones, by the name of the float tensor that the Conv or Gemm makes: int8 in
   * the scale of a convolution's output, int32 in that of a Gemm's accumulator. A node without a bias gets one.
   */
  readonly biases?: ReadonlyMap<string, Int8Array | Int32Array> | undefined;
  /** Nodes to leave in float: names of nodes or of the tensors that they make; none. */
  readonly keepFloat?: readonly string[] | undefined;
}
