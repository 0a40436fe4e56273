import { stridesOf } from "./array.js";
import { stringAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `layout_transform`: a transpose told by letters, such as `src_layout` NCHW to `dst_layout` NHWC. */
export const layoutTransform: Kernel = ([input], attributes, [output]) => {
  const source = stringAttribute(attributes, "src_layout");
  const target = stringAttribute(attributes, "dst_layout");
  const strides = stridesOf(input.shape);
  const from = { array: input, offset: 0, strides: [...target].map((letter) => strides[source.indexOf(letter)]) };
  copyBox(output.shape, from, whole(output));
};
