import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { BLOCK, readBlock } from "./numbers.js";
import type { TensorSummary } from "./trace-diff.js";

const ENDS: Partial<Record<DType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
};

/** The tensor by itself: extent, moments, and the share of elements at the ends of its dtype. */
export function summarize(tensor: Tensor, exponent?: number | readonly number[]): TensorSummary {
  const { dtype, shape, size } = tensor;
  const ends = ENDS[dtype];
  const [low, high] = ends ?? [Number.NaN, Number.NaN];
  const block = new Float64Array(BLOCK);
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let squares = 0;
  let clipped = 0;
  for (let start = 0; start < size; start += BLOCK) {
    const count = Math.min(BLOCK, size - start);
    readBlock(tensor, start, count, 1, block);
    for (let i = 0; i < count; i++) {
      const value = block[i]!;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      squares += value * value;
      if (value === low || value === high) clipped++;
    }
  }
  const mean = sum / size;
  const std = Math.sqrt(Math.max(squares / size - mean * mean, 0));
  return {
    dtype,
    shape,
    ...(exponent === undefined ? {} : { exponent }),
    ...(size === 0 ? { min: null, max: null, mean: null, std: null } : { min, max, mean, std }),
    ...(ends === undefined ? {} : { clipped: size === 0 ? 0 : clipped / size }),
  };
}
