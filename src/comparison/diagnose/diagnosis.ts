import type { Arithmetic } from "../../../kernels-ref/arithmetic.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Attributes } from "../../ir/graph/graph.js";
import type { ImageLayout } from "../diff/image-layout.js";
import type { ErrorPattern } from "../diff/pattern.js";

/** A layer that is wrong by itself: what it was given, what it should have made, what the board made. */
export interface DiagnosisInput {
  readonly id: string;
  /** Operator and attributes of the fused call. */
  readonly op: string;
  readonly attributes: Attributes;
  /** Whose integers. Default: those of the TVM flow. */
  readonly arithmetic?: Arithmetic;
  /** The reference's inputs in the order of the call, constants included. */
  readonly inputs: readonly LayerInput[];
  /** The reference's output and the board's, of one dtype and shape. */
  readonly reference: Tensor;
  readonly board: Tensor;
  /** Layout of the output, if it is an image. */
  readonly layout?: ImageLayout;
  /** Tensors of the same run whose bytes may be found where they do not belong, nearest in execution order first. */
  readonly others: readonly OtherTensor[];
  /** Whether whoever runs the layer wrote its inputs himself, just before: they cannot be stale. */
  readonly inputsWritten?: true;
  /** The byte that the output's memory was filled with before the run. */
  readonly before?: number;
}

export interface LayerInput {
  readonly id: string;
  readonly tensor: Tensor;
  readonly constant: boolean;
}

export interface OtherTensor {
  readonly id: string;
  readonly tensor: Tensor;
  /** True for weights, biases and tables. */
  readonly constant: boolean;
  /** Of what a table of 256 entries makes: the table. */
  readonly table?: Int8Array;
  /** Of a constant: id of the layer that reads it. */
  readonly reader?: string;
  /** A convolution's weights in the order in which the generated C holds them. */
  readonly stored?: Int8Array;
}

/** A cause that reproduces the board's bytes. */
export interface Hypothesis {
  /** The row of the table of causes, such as `rounding`. */
  readonly family: string;
  /** What exactly, such as `half-up`; together with the family the same in every version. */
  readonly cause: string;
  /** The cause in words, one line. */
  readonly text: string;
  /** What to look at in the C, one line. */
  readonly look: string;
  /** Shares 0 … 1 of elements whose board value it predicts: of all, and of those that differ from the reference. */
  readonly explained: number;
  readonly explainedDiffering: number;
  /** Whether it was read off from the layer's runs, all of whose bytes it gives, and is not one of the causes in the tables. */
  readonly readOff?: true;
}

/** What was measured of a layer beside what the model has there, to be drawn; plain data. */
export type Measured = MeasuredBars | MeasuredCurve | MeasuredKernel;

interface MeasuredPair {
  readonly title: string;
  readonly expected: readonly number[];
  readonly found: readonly number[];
}

/** One number a channel. */
export interface MeasuredBars extends MeasuredPair {
  readonly figure: "bars";
}

/** A number for each `x`. */
export interface MeasuredCurve extends MeasuredPair {
  readonly figure: "curve";
  readonly x: readonly number[];
}

/** The weights of one output channel: [rows, columns, inputs]. */
export interface MeasuredKernel extends MeasuredPair {
  readonly figure: "kernel";
  readonly shape: readonly [number, number, number];
  readonly channel: number;
}

/** Why a layer is wrong; plain data. */
export interface Diagnosis {
  readonly id: string;
  readonly op: string;
  readonly elements: number;
  readonly differing: number;
  /** Best first; those behind the first give the same bytes on this input, or explain fewer. Empty: no known cause fits. */
  readonly hypotheses: readonly Hypothesis[];
  /** Number of candidate causes that were tried. */
  readonly tried: number;
  /** What the errors look like, whatever their cause. */
  readonly pattern?: ErrorPattern;
  /** Runs on inputs made for it; absent where there was no board to make them. */
  readonly probes?: number;
  /** What was read off, where the cause was read off and not guessed. */
  readonly measured?: Measured;
}
