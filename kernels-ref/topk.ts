import { isInt64, stridesOf, type TypedArray } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `topk`: the first `k` elements along `axis`, the best first, and their positions as int64. Best is the largest if
 * `largest`, else the smallest; of equals the one that stands first. Selection, k passes: no memory is needed.
 */
export const topk: Kernel = ([input], attributes, [values, indices]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), input.shape.length);
  const count = input.shape[axis];
  const k = values.shape[axis];
  const step = stridesOf(input.shape)[axis];
  const x = input.data;
  for (let outer = 0; outer * count * step < x.length; outer++) {
    for (let s = 0; s < step; s++) {
      let previous = -1;
      for (let rank = 0; rank < k; rank++) {
        previous = next(x, outer * count * step + s, step, count, previous, attributes.largest === true);
        const at = (outer * k + rank) * step + s;
        values.data[at] = x[outer * count * step + s + previous * step];
        if (isInt64(indices.data)) indices.data[at] = BigInt(previous);
      }
    }
  }
};

/** The best of the elements that stand behind `previous` in the order; −1 asks for the first. */
function next(x: TypedArray, first: number, step: number, count: number, previous: number, largest: boolean): number {
  let best = -1;
  const isBetter = (a: number | bigint, b: number | bigint): boolean => (largest ? a > b : a < b);
  for (let i = 0; i < count; i++) {
    const value = x[first + i * step];
    const last = previous < 0 ? value : x[first + previous * step];
    const isLeft = previous < 0 || isBetter(last, value) || (!isBetter(value, last) && i > previous);
    if (isLeft && (best < 0 || isBetter(value, x[first + best * step]))) best = i;
  }
  return best;
}
