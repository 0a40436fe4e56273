import { sizeOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { copyBox } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `repeat`: every slice along `axis` `repeats` times in a row: [a, b] becomes [a, a, b, b]. */
export const repeat: Kernel = ([input], attributes, [output]) => {
  const repeats = numberAttribute(attributes, "repeats");
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 0), input.shape.length);
  const slices = sizeOf(input.shape.slice(0, axis + 1));
  const inner = sizeOf(input.shape.slice(axis + 1));
  copyBox(
    [slices, repeats, inner],
    { array: input, offset: 0, strides: [inner, 0, 1] },
    { array: output, offset: 0, strides: [repeats * inner, inner, 1] },
  );
};
