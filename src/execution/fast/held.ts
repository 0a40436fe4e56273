/**
 * A program's tensor inside a graph of float32 kernels: element = integer · 2^grid, the integer below 2^24 and so exact.
 * The first axis is the batch: where the program has 1, the graph has N.
 */
export interface Held {
  /** The graph's value. */
  readonly name: string;
  /** Shape of the program's tensor, first axis 1. */
  readonly shape: readonly number[];
  /** True when the program's [1, H, W, C] is held as [N, C, H, W], false when axes stand as in the program. */
  readonly image: boolean;
  /** One integer a channel that has still to be added to what is held; only with `image`. */
  readonly offset?: readonly number[];
  /** Where the graph's value is uint8: the byte that stands for 0; axes are then as in the program, the grid is 0. */
  readonly zero?: number;
  /** Exponent of the real value; undefined for floats of which nothing is known. */
  readonly grid: number | undefined;
  /** Bounds of the integers, `offset` included. */
  readonly low: number;
  readonly high: number;
}

/** Largest magnitude of a held tensor's integers. */
export function magnitude({ low, high }: Held): number {
  return Math.max(Math.abs(low), Math.abs(high));
}

/** Integers of a smaller magnitude are exact in float32, and so is every partial sum of theirs. */
export const EXACT = 2 ** 24;
