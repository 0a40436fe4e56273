import type { Range } from "../../../quantization/calibrate/range.js";
import { integerRange } from "../quantization.js";

/** A grid that values share: the exponent may rise, never fall, while operators' conditions are met. */
export interface Grid {
  exponent: number;
  readonly bits: 8 | 16;
  /** The values on it. */
  readonly values: Set<string>;
}

/** The smallest exponent whose integers of a width hold a range; −(bits − 1) for nothing but zeros. */
export function exponentOf({ min, max }: Range, bits: number): number {
  const [low, high] = integerRange(bits);
  const step = Math.max(min / low, max / high);
  if (!(step > 2 ** -60)) return 1 - bits;
  let exponent = Math.ceil(Math.log2(step));
  while (2 ** exponent < step) exponent++;
  while (2 ** (exponent - 1) >= step) exponent--;
  return exponent;
}

/** The range of a constant's finite values. */
export function extentOfConstant(data: ArrayLike<number | bigint>, from = 0, step = 1, count = data.length): Range {
  let [min, max] = [0, 0];
  for (let i = 0; i < count; i++) {
    const value = Number(data[from + i * step]);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
