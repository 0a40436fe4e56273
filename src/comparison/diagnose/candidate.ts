/** Values that a cause predicts; `unknown` marks (with 1) elements that it cannot predict. */
export interface Prediction {
  readonly values: ArrayLike<number>;
  readonly unknown?: Uint8Array;
}

/** A possible cause, not yet held against the board's bytes. */
export interface Candidate {
  readonly family: string;
  readonly cause: string;
  readonly text: string;
  readonly look: string;
  /**
   * log2 of the number of equally likely causes of this kind, its free parameters included. The smaller, the simpler: it
   * decides between causes of equal bytes, and how much evidence a claim needs.
   */
  readonly bits: number;
  /** The whole output. */
  predict(): Prediction;
  /** The elements of one of the runner's samples only, in its order; absent where the whole output is cheap. */
  predictSample?(sample: number): Prediction;
}
