import type { Arithmetic } from "../arithmetic.js";
import { type DType, sizeOf } from "../array.js";
import type { Attributes, Kernel } from "../operator.js";
import { type Reduction, reduction } from "../reduce.js";
import { type RealArray, realData } from "./elementwise.js";

/** One reduced group: the elements x[start + step] for every step, in order, to one element of the output. */
export type GroupReducer = (x: RealArray, start: number, steps: Int32Array) => number;

/**
 * A kernel that reduces the axes `axis` (all when absent). `reducerOf` makes the reducer from the attributes; its
 * result is stored as it is.
 */
export function reduceGroups(
  reducerOf: (attributes: Attributes, dtype: DType, arithmetic: Arithmetic) => GroupReducer,
): Kernel {
  return ([data], attributes, [output], arithmetic) => {
    const x = realData(data);
    const out = realData(output);
    const reduce = reducerOf(attributes, data.dtype, arithmetic);
    const { starts, steps }: Reduction = reduction(data, attributes);
    for (let group = 0; group < sizeOf(output.shape); group++) out[group] = reduce(x, starts[group], steps);
  };
}
