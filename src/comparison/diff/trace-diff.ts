import type { DType } from "../../base/tensor/dtype.js";
import type { ErrorPattern } from "./pattern.js";

/** The names on disk of a comparison, version 1. People script against them. */
export const DIFF_FORMAT = "espdl-lab-diff";
export const DIFF_VERSION = 1;

/** `unknown`: nothing could be compared; inputs and constants alone are nothing. */
export type Verdict = "equal" | "differs" | "unknown";

/** The comparison of two traces: plain data, written as JSON as it stands. `a` is the reference, `b` the suspect. */
export interface TraceDiff {
  readonly format: typeof DIFF_FORMAT;
  readonly version: typeof DIFF_VERSION;
  readonly a: TraceSide;
  readonly b: TraceSide;
  readonly verdict: Verdict;
  /** Id of the first layer in execution order that differs. */
  readonly first?: string;
  /** Number of layers of both traces that calls make: without the model's inputs and constants. */
  readonly compared: number;
  /** Layers of both traces, inputs and constants too, in `a`'s execution order. */
  readonly layers: readonly LayerDiff[];
  /** Ids of layers of one trace only, in its order: not captured, or of another program. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

export interface TraceSide {
  readonly runner: string;
  readonly model: string;
  /** Number of layers in the trace. */
  readonly layers: number;
}

/** One layer on both sides. */
export interface LayerDiff {
  readonly index: number;
  readonly name: string;
  readonly id: string;
  readonly op: string;
  readonly onnx: readonly string[];
  /** `incomparable`: the shapes do not correspond. */
  readonly status: "equal" | "differs" | "incomparable";
  /** What differs before any value is looked at. */
  readonly mismatch: readonly ("dtype" | "shape" | "exponent")[];
  /** One line each: layouts, padded rows, exponents, dtypes. */
  readonly remarks: readonly string[];
  readonly a: TensorSummary;
  readonly b: TensorSummary;
  /** What the layer's tensor in `b`'s run has gathered on the way from the input. Absent if incomparable. */
  readonly entire?: ElementDiff;
  /** The layer alone, on the other run's inputs: its own error. Absent where there is no program, or inputs are missing. */
  readonly single?: ElementDiff;
  /** Where the differing elements are, for stored numbers of one unit. */
  readonly pattern?: ErrorPattern;
}

/** A tensor by itself. */
export interface TensorSummary {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly exponent?: number | readonly number[];
  /** Of the stored numbers; null for an empty tensor. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Standard deviation of the population. */
  readonly std: number | null;
  /** Share 0 … 1 of elements at an end of an 8- or 16-bit dtype; absent for others. */
  readonly clipped?: number;
}

/** Element by element, e = b − a. */
export interface ElementDiff {
  /** `integers`: stored numbers of one scale; `steps`: real values in units of the integer side's scale; `values`: floats. */
  readonly unit: "integers" | "steps" | "values";
  readonly elements: number;
  /** Number of elements with |e| over the tolerance (0 unless against floats), or NaN on one side only. */
  readonly differing: number;
  readonly share: number;
  /** Largest |e| and mean |e|. */
  readonly largest: number;
  readonly mae: number;
  readonly rmse: number;
  /** Mean of e. */
  readonly bias: number;
  /** Of the differing elements: (those with e > 0 − those with e < 0) / all, −1 … 1. */
  readonly signBias: number;
  /** 10·log10(Σa² / Σe²); null for an exact copy. */
  readonly snr: number | null;
  /** Cosine of the angle between a and b; 1 for two zero tensors, 0 if one of them is zero. */
  readonly cosine: number;
  readonly first?: Element;
  readonly worst?: Element;
}

/** One differing element. */
export interface Element {
  /** Flat index in `a`'s storage. */
  readonly index: number;
  /** Letters of `at`: `nhwc` for an image whatever its layout, `nc` for a matrix, else `` for the storage's own axes. */
  readonly axes: string;
  readonly at: readonly number[];
  readonly a: number;
  readonly b: number;
}
