import { saturate } from "../arithmetic.js";
import { numbersAttribute, stringAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { rangeOf } from "./rounding.js";

/**
 * `espdl.scatter_nd`: a copy of the data in which update slice i replaces the slice that starts at `offsets[i]`, or is
 * combined with it by `reduction` (none, add, mul, max, min; sums and products of integers saturate, raw). Slices are
 * applied in order.
 */
export const scatterNd: Kernel = ([data, updates], attributes, [output]) => {
  const offsets = numbersAttribute(attributes, "offsets");
  const combine = COMBINE[stringAttribute(attributes, "reduction")] ?? COMBINE.none;
  const update = realData(updates);
  const out = realData(output);
  out.set(realData(data));
  const { low, high } = out instanceof Float32Array ? { low: -Infinity, high: Infinity } : rangeOf(output.dtype);
  const size = update.length / offsets.length;
  let from = 0;
  for (const offset of offsets)
    for (let i = offset; i < offset + size; i++) out[i] = saturate(combine(out[i], update[from++]), low, high);
};

const COMBINE: Readonly<Record<string, (current: number, update: number) => number>> = {
  none: (_, update) => update,
  add: (current, update) => current + update,
  mul: (current, update) => current * update,
  max: Math.max,
  min: Math.min,
};
