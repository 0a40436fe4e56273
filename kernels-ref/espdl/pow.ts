import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { realPower } from "../power.js";
import { stretchReal } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/** `espdl.pow`: C's `powf(left, right)` with numpy broadcasting, the double power rounded to float32. */
export const pow: Kernel = ([left, right], attributes, [output], { rounding }) => {
  const a = stretchReal(left, output.shape);
  const b = stretchReal(right, output.shape);
  const out = output.data;
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = realPower(a[i], b[i]);
    return;
  }
  const { low, high } = rangeOf(output.dtype);
  const leftScale = scaleOf(numberAttribute(attributes, "left_exponent"));
  const rightScale = scaleOf(numberAttribute(attributes, "right_exponent"));
  const rescale = scaleOf(-numberAttribute(attributes, "output_exponent"));
  for (let i = 0; i < out.length; i++)
    out[i] = quantizeFloat(Math.fround(realPower(a[i] * leftScale, b[i] * rightScale)) * rescale, rounding, low, high);
};
