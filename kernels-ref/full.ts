import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `full`: every element is the scalar input, of the same dtype. */
export const full: Kernel = ([value], _attributes, [output]) => {
  const strides = output.shape.map(() => 0);
  copyBox(output.shape, { array: value, offset: 0, strides }, whole(output));
};
