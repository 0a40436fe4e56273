/** A layout names a tensor's axes, outermost first: `NCHW`, `HWIO`. Only primal axes (no tiles such as `4c`). */

/** The sizes of `shape`, given in layout `from`, in the order of layout `to`. */
export function permuteShape(shape: readonly number[], from: string, to: string): number[] {
  return [...to].map((axis) => shape[from.indexOf(axis)] as number);
}

/** For each axis of `to`, its position in `from`: the axes of the transpose that turns `from` into `to`. */
export function permutation(from: string, to: string): number[] {
  return [...to].map((axis) => from.indexOf(axis));
}

/** True when both name the same axes, each once. */
export function isPermutation(from: string, to: string): boolean {
  return (
    from.length === to.length && new Set(from).size === from.length && [...from].every((axis) => to.includes(axis))
  );
}
