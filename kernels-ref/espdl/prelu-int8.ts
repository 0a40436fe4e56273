import { type Rounding, roundToInteger, saturate } from "../arithmetic.js";
import { numberAttribute } from "../attributes.js";
import type { Attributes } from "../operator.js";
import type { VectorUnit } from "../vector-unit.js";
import type { RealArray } from "./elementwise.js";
import { rescale } from "./scale-byte.js";

/**
 * PReLU of int8 in a vector unit. Law: what is positive is rescaled to the output's exponent, what is negative times its
 * slope is shifted, both rounded and saturated. What the ESP32-P4 does with a negative product is not pinned, see
 * `Unpinned`.
 */
export function preluInt8(
  x: RealArray,
  slopes: Float64Array,
  attributes: Attributes,
  out: Int8Array,
  rounding: Rounding,
  { chip, preluRounding, preluOverflow }: VectorUnit,
): void {
  const factor = 2 ** -numberAttribute(attributes, "shift");
  const up = numberAttribute(attributes, "rescale");
  const isP4 = chip === "esp32p4";
  const negative = isP4 ? preluRounding : rounding;
  const wraps = isP4 && preluOverflow === "wrap";
  const channels = slopes.length;
  for (let i = 0; i < out.length; i++) {
    if (x[i] > 0) out[i] = rescale(x[i], up, 8, rounding, -128, 127);
    else {
      const product = roundToInteger(x[i] * slopes[i % channels] * factor, negative);
      out[i] = wraps ? product : saturate(product, -128, 127);
    }
  }
}
