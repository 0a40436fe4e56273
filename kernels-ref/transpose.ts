import { stridesOf } from "./array.js";
import { normalizeAxis, numbersAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `transpose`: axis i of the output is axis `axes[i]` of the input; without `axes` the order is reversed. */
export const transpose: Kernel = ([input], attributes, [output]) => {
  const rank = input.shape.length;
  const reversed = input.shape.map((_, axis) => rank - 1 - axis);
  const axes = numbersAttribute(attributes, "axes", reversed).map((axis) => normalizeAxis(axis, rank));
  const strides = stridesOf(input.shape);
  const from = { array: input, offset: 0, strides: axes.map((axis) => strides[axis]) };
  copyBox(output.shape, from, whole(output));
};
