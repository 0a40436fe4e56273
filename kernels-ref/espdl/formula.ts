import { numberAttribute } from "../attributes.js";
import type { Attributes, Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { quantizeFloat, rangeOf, scaleOf } from "./rounding.js";

/** A function of one float32 to one float32, every step of it rounded to float32. */
export type Formula = (x: number) => number;

/**
 * A kernel that applies a float32 formula to every element: an integer is first scaled by 2^`input_exponent`, and the
 * result scaled by 2^−`output_exponent`, rounded and saturated.
 */
export function elementFormula(formulaOf: (attributes: Attributes) => Formula): Kernel {
  return ([data], attributes, [output], { rounding }) => {
    const formula = formulaOf(attributes);
    const x = realData(data);
    const out = realData(output);
    if (out instanceof Float32Array) {
      for (let i = 0; i < out.length; i++) out[i] = formula(x[i]);
      return;
    }
    const { low, high } = rangeOf(output.dtype);
    const scale = scaleOf(numberAttribute(attributes, "input_exponent"));
    const rescale = scaleOf(-numberAttribute(attributes, "output_exponent"));
    for (let i = 0; i < out.length; i++) {
      const value = Math.fround(formula(x[i] * scale));
      out[i] = quantizeFloat(Math.fround(value * rescale), rounding, low, high);
    }
  };
}
