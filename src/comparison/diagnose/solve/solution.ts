import type { Prediction } from "../candidate.js";
import type { DiagnosisInput, Measured } from "../diagnosis.js";
import type { ElementSet } from "../words/element-set.js";

/** A cause that was read off from runs of a layer, not yet held against their bytes. */
export interface Solution {
  readonly family: string;
  readonly cause: string;
  readonly text: string;
  readonly look: string;
  /** As `Candidate.bits`; what was solved for counts with all its numbers. */
  readonly bits: number;
  /** What the layer makes in one run, whatever its inputs. */
  predict(run: DiagnosisInput): Prediction;
  /** What was measured on the way, to be shown. */
  readonly measured?: Measured;
}

/** Reads causes off from the runs of one layer: a recorded one, and any number on inputs made for it. */
export type Solver = (runs: Runs) => readonly Solution[];

/** Runs of one layer as plain numbers. */
export interface Runs {
  /** The recorded run. */
  readonly input: DiagnosisInput;
  /** All of them, the recorded one first. */
  readonly all: readonly DiagnosisInput[];
  readonly expected: readonly ArrayLike<number>[];
  readonly found: readonly ArrayLike<number>[];
  /** Marks with 1 the elements that are wrong in any run. */
  readonly wrong: Uint8Array;
  /** Where they are. */
  readonly where: ElementSet;
}
