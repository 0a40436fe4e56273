import { stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { indexAt, sliceOffsets, visitOffsets } from "./indexing.js";
import { unsignedWords } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `gather`: out[p] = data[p, but along `axis` indices[p]]; the output has the shape of the indices. */
export const gather: Kernel = ([data, indices], attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), data.shape.length);
  const strides = stridesOf(data.shape);
  const [x, words] = unsignedWords(data.data);
  const [out] = unsignedWords(output.data);
  visitOffsets(indices.shape, strides.with(axis, 0), (offset, p) => {
    const from = offset + indexAt(indices, p, data.shape[axis]) * strides[axis];
    for (let k = 0; k < words; k++) out[p * words + k] = x[from * words + k];
  });
};

/** `gather_nd`: the slices of the data that the last axis of the indices names, after `batch_dims` common axes. */
export const gatherNd: Kernel = ([data, indices], attributes, [output]) => {
  const { offsets, size } = sliceOffsets(data, indices, numberAttribute(attributes, "batch_dims", 0));
  const [x, words] = unsignedWords(data.data);
  const [out] = unsignedWords(output.data);
  const count = size * words;
  let to = 0;
  for (const offset of offsets) for (let k = 0; k < count; k++) out[to++] = x[offset * words + k];
};
