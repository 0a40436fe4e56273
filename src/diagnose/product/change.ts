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
  /** The same with other bytes from beyond a buffer: elements in which the two differ cannot be predicted. */
  readonly otherwise?: Taps;
}

export interface FinishFamily {
  readonly family: string;
  changes(product: Product, input: DiagnosisInput): readonly FinishChange[];
}

export interface TapsFamily {
  readonly family: string;
  changes(product: Product, input: DiagnosisInput): readonly TapsChange[];
}
