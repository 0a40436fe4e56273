import { stridesOf } from "./array.js";
import { numbersAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/**
 * `strided_slice`, `espdl.slice`: along every axis the elements `starts[axis]`, `starts[axis] + steps[axis]`, … of the
 * data, as many as the output is long. Starts are positions in the data (≥ 0); a negative step walks back.
 */
export const stridedSlice: Kernel = ([data], attributes, [output]) => {
  const starts = numbersAttribute(attributes, "starts");
  const steps = numbersAttribute(attributes, "steps");
  const strides = stridesOf(data.shape);
  const offset = strides.reduce((sum, stride, axis) => sum + stride * starts[axis], 0);
  const from = { array: data, offset, strides: strides.map((stride, axis) => stride * steps[axis]) };
  copyBox(output.shape, from, whole(output));
};
