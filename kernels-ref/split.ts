import { stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `split`: cuts the input along `axis` into the outputs, whose shapes say how long each piece is. */
export const split: Kernel = ([input], attributes, outputs) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 0), input.shape.length);
  const strides = stridesOf(input.shape);
  let start = 0;
  for (const output of outputs) {
    copyBox(output.shape, { array: input, offset: start * strides[axis], strides }, whole(output));
    start += output.shape[axis];
  }
};
