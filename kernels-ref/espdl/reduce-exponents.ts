import { numberAttribute } from "../attributes.js";
import type { Attributes } from "../operator.js";

/** The exponents of a reduction's data and output; those of float32 are 0. */
export function reduceExponents(attributes: Attributes): { readonly input: number; readonly output: number } {
  return {
    input: numberAttribute(attributes, "input_exponent"),
    output: numberAttribute(attributes, "output_exponent"),
  };
}
