import type { Tensor } from "../../base/tensor/tensor.js";

/** Largest magnitude of every index along an axis. */
export function largestAlong({ data, shape }: Tensor, axis: number): number[] {
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const found = new Array<number>(shape[axis]!).fill(0);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / inner) % found.length;
    found[channel] = Math.max(found[channel]!, Math.abs(Number(data[i])));
  }
  return found;
}
