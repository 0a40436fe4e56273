import { stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `concatenate`: the inputs one after the other along `axis`. */
export const concatenate: Kernel = (inputs, attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 0), output.shape.length);
  const strides = stridesOf(output.shape);
  let start = 0;
  for (const input of inputs) {
    copyBox(input.shape, whole(input), { array: output, offset: start * strides[axis], strides });
    start += input.shape[axis];
  }
};
