import type { DiagnosisInput } from "../diagnosis.js";
import type { Finish, Product, Taps } from "./model.js";

interface Change {
  readonly cause: string;
  readonly text: string;
  readonly look: string;
  /** As `Candidate.bits`. */
  readonly bits: number;
}

/** Another way from the accumulator to int8. Changes of different families can be made together. */
export interface FinishChange extends Change {
  apply(finish: Finish): Finish;
}

/** Other elements meeting other weights. */
export interface TapsChange extends Change {
  readonly taps: Taps;
  /**
   * Where bytes from beyond a buffer are read: taps of no negative numbers whose sum is 0 only where none of those bytes
   * matters. Elsewhere nothing is predicted.
   */
  readonly beyond?: Taps;
}

export interface FinishFamily {
  readonly family: string;
  changes(product: Product, input: DiagnosisInput): readonly FinishChange[];
}

export interface TapsFamily {
  readonly family: string;
  changes(product: Product, input: DiagnosisInput): readonly TapsChange[];
}
