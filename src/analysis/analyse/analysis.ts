import type { Chip } from "../../espdl/chip.js";

/** Signal to noise ratios in dB; null where nothing was lost. */
export type Decibels = number | null;

/** What one layer costs, and why. Plain data, usable as JSON. */
export interface LayerAnalysis {
  /** Name of the float model's node that computes. */
  readonly node: string;
  readonly operator: string;
  /** The float tensor that it makes. */
  readonly tensor: string;
  /** Multiplications with accumulation. */
  readonly macs: number;
  /** Of its weights and bias in int8 or int32. */
  readonly bytes: number;
  /** Its tensor in the whole int8 network against float: its own error and what it inherited. */
  readonly accumulated: Decibels;
  /** Its tensor when it alone is int8, on exact inputs. */
  readonly alone: Decibels;
  /** The network's output when this layer alone is int8: what the layer costs. */
  readonly cost: Decibels;
  /** What the output gains in dB when this layer alone is float and all others int8; below 0 where it loses. */
  readonly gain: number;
  /** The same when it alone has 16 bits, by the chip's law; `.espdl` only, absent where the chip has no such kernel. */
  readonly gain16?: number;
  /** Its tensor when only its weights are rounded; absent without weights. */
  readonly weights?: Decibels;
  /** Its tensor when only its values are rounded and clipped. */
  readonly activation: Decibels;
  /** Share of the accumulated noise that is the mean error of each channel, 0 … 1: not noise but a shift. */
  readonly systematic: number;
  /** Mean accumulated error in steps of the tensor. */
  readonly shift: number;
  /** Share of its values that are clipped, 0 … 1. */
  readonly clipped: number;
  /** Bits of its width that its largest value leaves unused. */
  readonly unusedBits: number;
  /** How many times wider the widest channel of the weights is than the narrowest that lives; absent without weights. */
  readonly weightRatio?: number;
  /** The same of its values. */
  readonly channelRatio: number;
  /** Why it costs what it costs, in words. */
  readonly reason: string;
}

export const ANALYSIS_FORMAT = "espdl-lab-analysis";

/** Which layer costs what: the costliest first. */
export interface Analysis {
  readonly format: typeof ANALYSIS_FORMAT;
  readonly version: 1;
  /** Whose `.espdl` was measured; absent for the TVM flow. */
  readonly chip?: Chip;
  /** Samples measured on. */
  readonly samples: number;
  /** The output of the whole int8 network against float. */
  readonly output: Decibels;
  readonly layers: readonly LayerAnalysis[];
}
