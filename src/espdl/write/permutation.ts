export const identity = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);

export const isIdentity = (permutation: readonly number[]): boolean => permutation.every((from, to) => from === to);

export const samePermutation = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((axis, index) => axis === b[index]);

/** `values` in the order of a permutation: result[i] = values[permutation[i]], negative ones counted from the end. */
export const permuted = (values: readonly number[], permutation: readonly number[]): number[] =>
  permutation.map((from) => values.at(from)!);

export const inverse = (permutation: readonly number[]): number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis));

/** The chip's order for a rank: NHWC, NWC; undefined for ranks without one. */
export function channelsLast(rank: number): number[] | undefined {
  if (rank === 4) return [0, 2, 3, 1];
  return rank === 3 ? [0, 2, 1] : undefined;
}
