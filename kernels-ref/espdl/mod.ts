import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { stretchReal } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/**
 * `espdl.mod`: C's `fmodf(left, right)` with numpy broadcasting, 0 where right is 0; the sign follows the left.
 * The remainder of two float32 is a float32: a double's `%` is exact.
 */
export const mod: Kernel = ([left, right], attributes, [output], { rounding }) => {
  const a = stretchReal(left, output.shape);
  const b = stretchReal(right, output.shape);
  const out = output.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = b[i] === 0 ? 0 : a[i] % b[i];
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  const leftScale = scaleOf(numberAttribute(attributes, "left_exponent"));
  const rightScale = scaleOf(numberAttribute(attributes, "right_exponent"));
  const rescale = scaleOf(-numberAttribute(attributes, "output_exponent"));
  for (let i = 0; i < out.length; i++) {
    const rest = b[i] === 0 ? 0 : (a[i] * leftScale) % (b[i] * rightScale);
    out[i] = quantizeFloat(rest * rescale, rounding, low, high);
  }
};
