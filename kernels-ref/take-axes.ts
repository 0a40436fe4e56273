import { isInt64, stridesOf } from "./array.js";
import { numbersAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.take_axes`: every axis of the result says for each of its positions which position of the same axis of the input it
 * shows; −1 shows the second input, a scalar. `sources` holds the positions of the first axis, then of the second, ….
 * Padding by reflection, cropping and nearest resizing are this loop with other sources.
 */
export const takeAxes: Kernel = ([input, fill], attributes, [output]) => {
  const { shape } = output;
  const sources = numbersAttribute(attributes, "sources");
  const strides = stridesOf(input.shape);
  const x = input.data;
  const out = output.data;
  const value = isInt64(out) ? BigInt(fill.data[0]) : Number(fill.data[0]);
  let target = 0;
  const walk = (axis: number, table: number, offset: number): void => {
    if (axis === shape.length) {
      out[target++] = offset < 0 ? value : x[offset];
      return;
    }
    for (let i = 0; i < shape[axis]; i++) {
      const source = sources[table + i];
      const outside = offset < 0 || source < 0;
      walk(axis + 1, table + shape[axis], outside ? -1 : offset + source * strides[axis]);
    }
  };
  walk(0, 0, 0);
};
