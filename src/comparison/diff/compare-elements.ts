import type { Tensor } from "../../base/tensor/tensor.js";
import { coordinate, type ImageLayout } from "./image-layout.js";
import { BLOCK, readBlock } from "./numbers.js";
import type { Element, ElementDiff } from "./trace-diff.js";

/** How two tensors of one shape are brought to one unit. */
export interface Scaling {
  readonly unit: ElementDiff["unit"];
  /** Factors that the stored numbers are multiplied by. */
  readonly a: number;
  readonly b: number;
  /** Largest |b − a| in the unit that still counts as equal. */
  readonly tolerance: number;
}

/**
 * Compares two tensors of the same shape element by element, in `scaling`'s unit. NaN equals NaN; an infinite or NaN error
 * counts as differing and stays out of the sums.
 */
export function compareElements(a: Tensor, b: Tensor, scaling: Scaling, layout: ImageLayout | undefined): ElementDiff {
  const { size } = a;
  const left = new Float64Array(BLOCK);
  const right = new Float64Array(BLOCK);
  const { tolerance } = scaling;
  let [differing, positive, negative, largest, first, worst] = [0, 0, 0, 0, -1, -1];
  let [absolute, signed, errors, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let start = 0; start < size; start += BLOCK) {
    const count = Math.min(BLOCK, size - start);
    readBlock(a, start, count, scaling.a, left);
    readBlock(b, start, count, scaling.b, right);
    for (let i = 0; i < count; i++) {
      const x = left[i]!;
      const y = right[i]!;
      const error = x === y ? 0 : y - x;
      if (error - error !== 0) {
        if (Number.isNaN(x) && Number.isNaN(y)) continue;
        differing++;
        if (first < 0) first = start + i;
        if (largest < Infinity) worst = start + i;
        largest = Infinity;
        continue;
      }
      squaresA += x * x;
      squaresB += y * y;
      products += x * y;
      if (error === 0) continue;
      const size = error < 0 ? -error : error;
      absolute += size;
      signed += error;
      errors += error * error;
      if (size <= tolerance) continue;
      differing++;
      if (error > 0) positive++;
      else negative++;
      if (first < 0) first = start + i;
      if (size > largest) {
        largest = size;
        worst = start + i;
      }
    }
  }
  const norms = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  const element = (index: number): Element => ({
    index,
    ...coordinate(index, a.shape, layout),
    a: Number(a.data[index]) * scaling.a,
    b: Number(b.data[index]) * scaling.b,
  });
  return {
    unit: scaling.unit,
    elements: size,
    differing,
    share: size === 0 ? 0 : differing / size,
    largest,
    mae: size === 0 ? 0 : absolute / size,
    rmse: size === 0 ? 0 : Math.sqrt(errors / size),
    bias: size === 0 ? 0 : signed / size,
    signBias: differing === 0 ? 0 : (positive - negative) / differing,
    snr: errors === 0 ? null : 10 * Math.log10(squaresA / errors),
    cosine: errors === 0 ? 1 : norms === 0 ? 0 : products / norms,
    ...(first < 0 ? {} : { first: element(first), worst: element(worst) }),
  };
}
