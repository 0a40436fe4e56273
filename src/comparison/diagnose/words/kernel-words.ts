/** What a difference of weights is called. */
export interface KernelWords {
  /** Where it is another than `weights`. */
  readonly family?: string;
  readonly cause: string;
  readonly text: string;
  readonly look: string;
}

/** Weights of the model and those found, [output channel][row][column][input]; equal lengths. */
export interface Pair {
  readonly own: ArrayLike<number>;
  readonly found: ArrayLike<number>;
  readonly shape: readonly [number, number, number, number];
  /** Marks with 1 the weights that were solved for. */
  readonly solved: (index: number) => boolean;
}
