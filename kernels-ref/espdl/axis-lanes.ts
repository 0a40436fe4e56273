import { type NdArray, stridesOf } from "../array.js";
import { normalizeAxis, numberAttribute } from "../attributes.js";
import type { Attributes } from "../operator.js";

/** The lanes of an array along `axis` (default the last): a lane's elements are `step` apart, `count` many. */
export interface AxisLanes {
  readonly count: number;
  readonly step: number;
  /** Index of each lane's first element. */
  readonly starts: Int32Array;
}

export function axisLanes(array: NdArray, attributes: Attributes): AxisLanes {
  const { shape } = array;
  if (shape.length === 0) return { count: 1, step: 1, starts: Int32Array.of(0) };
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), shape.length);
  const step = stridesOf(shape)[axis];
  const count = shape[axis];
  const starts = new Int32Array(array.data.length / count);
  for (let lane = 0; lane < starts.length; lane++)
    starts[lane] = Math.floor(lane / step) * step * count + (lane % step);
  return { count, step, starts };
}
