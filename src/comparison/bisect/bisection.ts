import type { Diagnosis } from "../diagnose/diagnosis.js";
import type { LayerDiff, Verdict } from "../diff/trace-diff.js";

/** The names on disk of a bisection, version 1. People script against them. */
export const BISECTION_FORMAT = "espdl-lab-bisection";
export const BISECTION_VERSION = 1;

/**
 * Where a differing layer's error comes from.
 * `own`: wrong by itself, on the reference's inputs · `inherited`: right by itself, its inputs were wrong ·
 * `run`: right by itself and its inputs were right, yet wrong in the run: its memory was touched in between ·
 * `entry`: right when the calls are made one by one, wrong when the application's entry point makes them ·
 * `transfer`: right on the board, for all that reads it made the right values: its capture or transfer is wrong ·
 * `unknown`: could not be run by itself.
 */
export type Origin = "own" | "inherited" | "run" | "entry" | "transfer" | "unknown";

/** A layer that differs from the reference. */
export interface BadLayer {
  readonly diff: LayerDiff;
  readonly origin: Origin;
  /** The layer alone on the reference's inputs, against the reference; absent where it was not run alone. */
  readonly alone?: LayerDiff;
  /** For a layer that is wrong by itself or in the run only, and for a wrong transfer. */
  readonly diagnosis?: Diagnosis;
  /** What was seen on the board instead of concluded from bytes, one line; there is no diagnosis then. */
  readonly note?: string;
  /** False where the layer does not make the same of the same, which `note` tells. */
  readonly repeats?: false;
  /** True where it differs in the last bits of floats only: another compiler's rounding, no fault. */
  readonly rounding?: true;
}

/** A call that did not come back from a run of the calls one by one. */
export interface Death {
  /** Of the first tensor that the call makes. */
  readonly id: string;
  readonly index: number;
  /** The last call that came back; absent where none did. */
  readonly after?: { readonly id: string; readonly index: number };
  /** One line. */
  readonly reason: string;
  /** Whether it comes back when it is run alone on the reference's inputs; absent where it was not tried. */
  readonly alone?: "dies" | "comes back";
}

/** What a search for the cause found; plain data, written as JSON as it stands. */
export interface Bisection {
  readonly format: typeof BISECTION_FORMAT;
  readonly version: typeof BISECTION_VERSION;
  readonly reference: string;
  readonly suspect: string;
  readonly verdict: Verdict;
  /** Id of the first layer in execution order that differs; among those looked at, where not all were. */
  readonly first?: string;
  /** Differing layers in execution order. */
  readonly layers: readonly BadLayer[];
  /**
   * The outputs of the application's entry point, against the reference; absent where it was not run. `calls differ`: they
   * are right although the calls, made one by one, give wrong ones.
   */
  readonly entry?: "equal" | "differs" | "calls differ";
  /** How the application's entry point failed, one line; absent where it did not. */
  readonly entryError?: string;
  /** What the entry point does otherwise, one line that goes on "the entry point …"; absent where nothing was seen. */
  readonly entryFault?: string;
  /** Absent where all calls came back. */
  readonly died?: Death;
  /** What is wrong on the board whatever it computes, one line each: its constants, its memory. Absent where nothing is. */
  readonly facts?: readonly string[];
  /** Number of tensors compared, whole runs captured, and layers run alone. */
  readonly compared: number;
  readonly captures: number;
  readonly replays: number;
  /** False where only some layers were looked at, on the way from a wrong output to the layer that makes the error. */
  readonly exhaustive: boolean;
}
