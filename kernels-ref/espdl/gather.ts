import { sizeOf } from "../array.js";
import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";

/** `espdl.gather`: the slices of the data along `axis` that `indices` (each in [0, length)) name, in their order. */
export const gather: Kernel = ([data], attributes, [output]) => {
  const axis = numberAttribute(attributes, "axis");
  const indices = numbersAttribute(attributes, "indices");
  const length = data.shape[axis];
  const inner = sizeOf(data.shape.slice(axis + 1));
  const x = data.data as Uint8Array;
  const out = output.data as Uint8Array;
  const blocks = sizeOf(data.shape.slice(0, axis));
  let to = 0;
  for (let block = 0; block < blocks; block++) {
    for (const index of indices) {
      const from = (block * length + index) * inner;
      out.set(x.subarray(from, from + inner), to);
      to += inner;
    }
  }
};
