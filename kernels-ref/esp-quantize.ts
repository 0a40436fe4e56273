import { INT8_MAX, INT8_MIN, roundToInteger, saturate } from "./arithmetic.js";
import { float32Data, int8Data } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.quantize`: float32 → int8: x / `scale` rounded to float32, then to the nearest integer, ties away from zero, then
 * saturated. NaN becomes 127, as in `clip`.
 */
export const espQuantize: Kernel = ([input], attributes, [output]) => {
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const x = float32Data(input);
  const out = int8Data(output);
  for (let i = 0; i < out.length; i++) {
    out[i] = saturate(roundToInteger(Math.fround(x[i] / scale), "half-away"), INT8_MIN, INT8_MAX);
  }
};

/** `esp.dequantize`: int8 → float32: x · `scale`, rounded once; with `relu` 0 for negative x, the scale being positive. */
export const espDequantize: Kernel = ([input], attributes, [output]) => {
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const x = int8Data(input);
  const out = float32Data(output);
  const low = attributes.relu === true ? 0 : INT8_MIN;
  for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i], low) * scale;
};
