/**
 * Decisions about a draft that were made before: none of them is made anew. Everything by the name of the float tensor
 * that a node makes in the file, which is the ReLU's where one is fused.
 */
export interface Choices {
  /** Exponents of values on 8 and on 16 bits. */
  readonly exponents: Readonly<Record<8 | 16, ReadonlyMap<string, number>>>;
  /** Exponents of the weights of the node that makes a tensor: one, or one an output channel. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** Real biases, one an output channel. */
  readonly biases: ReadonlyMap<string, readonly number[]>;
  /** Integer weights in the order of the float model's, on the exponents of `weights`. */
  readonly integers: ReadonlyMap<string, Int8Array>;
}

export const NO_CHOICES: Choices = {
  exponents: { 8: new Map(), 16: new Map() },
  weights: new Map(),
  biases: new Map(),
  integers: new Map(),
};
