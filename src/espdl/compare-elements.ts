import type { Tensor } from "../base/tensor/tensor.js";

/** The first element in which two tensors differ. */
export interface ElementDifference {
  readonly index: number;
  /** One position for each axis. */
  readonly coordinate: readonly number[];
  readonly expected: number;
  readonly got: number;
}

export interface ElementComparison {
  readonly differing: number;
  /** Largest absolute difference; Infinity where only one of the two is a number. */
  readonly worst: number;
  readonly first?: ElementDifference;
}

/** Compares two tensors of one size element by element; NaN equals NaN. */
export function compareElements(expected: Tensor, got: Tensor): ElementComparison {
  let differing = 0;
  let worst = 0;
  let first: ElementDifference | undefined;
  for (let index = 0; index < got.size; index++) {
    const a = Number(expected.data[index]);
    const b = Number(got.data[index]);
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const distance = Math.abs(a - b);
    worst = Math.max(worst, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    first ??= { index, coordinate: coordinateOf(index, got.shape), expected: a, got: b };
    differing++;
  }
  return first === undefined ? { differing, worst } : { differing, worst, first };
}

function coordinateOf(index: number, shape: readonly number[]): number[] {
  const coordinate: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    coordinate.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return coordinate;
}
