import { sizeOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { indexAt } from "./indexing.js";
import { unsignedWords } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `take`: the slices of the data along `axis` that `indices` name, in their order; the indices' shape replaces the axis. */
export const take: Kernel = ([data, indices], attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), data.shape.length);
  const [x, words] = unsignedWords(data.data);
  const [out] = unsignedWords(output.data);
  const length = data.shape[axis];
  const inner = sizeOf(data.shape.slice(axis + 1)) * words;
  const blocks = sizeOf(data.shape.slice(0, axis));
  let to = 0;
  for (let block = 0; block < blocks; block++)
    for (let i = 0; i < indices.data.length; i++) {
      const from = (block * length + indexAt(indices, i, length)) * inner;
      for (let k = 0; k < inner; k++) out[to++] = x[from + k];
    }
};
