import { type NdArray, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute, stringAttribute } from "./attributes.js";
import { indexAt, sliceOffsets, visitOffsets } from "./indexing.js";
import { KernelError } from "./kernel-error.js";
import type { Attributes, Kernel } from "./operator.js";

type Real = { [index: number]: number };
type Combine = (out: Real, at: number, update: number) => void;

/** What an update does to the element it meets; sums and products of integers wrap as `add` and `multiply` do. */
const COMBINE: Readonly<Record<string, Combine>> = {
  none: (out, at, update) => {
    out[at] = update;
  },
  add: (out, at, update) => {
    out[at] = out[at] + update;
  },
  mul: (out, at, update) => {
    out[at] = out instanceof Float32Array ? out[at] * update : Math.imul(out[at], update);
  },
  max: (out, at, update) => {
    if (update > out[at]) out[at] = update;
  },
  min: (out, at, update) => {
    if (update < out[at]) out[at] = update;
  },
};

/** A copy of the data and what an update does to it. @throws KernelError for a reduction of 64-bit integers. */
function start(data: NdArray, output: NdArray, attributes: Attributes): Combine {
  const reduction = stringAttribute(attributes, "reduction", "none");
  (output.data as Float64Array).set(data.data as Float64Array);
  if (reduction !== "none" && data.data.BYTES_PER_ELEMENT === 8)
    throw new KernelError(`scatter with reduction ${reduction} does not compute in ${data.dtype}`);
  return COMBINE[reduction];
}

/** `scatter_elements`: a copy of the data in which the element that update p names along `axis` meets it, in order. */
export const scatterElements: Kernel = ([data, indices, updates], attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), data.shape.length);
  const combine = start(data, output, attributes);
  const strides = stridesOf(data.shape);
  visitOffsets(indices.shape, strides.with(axis, 0), (offset, p) => {
    const at = offset + indexAt(indices, p, data.shape[axis]) * strides[axis];
    combine(output.data as Real, at, updates.data[p] as number);
  });
};

/** `scatter_nd`: a copy of the data in which the slices that the last axis of the indices names meet the updates. */
export const scatterNd: Kernel = ([data, indices, updates], attributes, [output]) => {
  const combine = start(data, output, attributes);
  const { offsets, size } = sliceOffsets(data, indices, 0);
  let from = 0;
  for (const offset of offsets)
    for (let k = 0; k < size; k++) combine(output.data as Real, offset + k, updates.data[from++] as number);
};
