import { INT8_MAX, INT8_MIN, roundToInteger, saturate } from "./arithmetic.js";
import { int8Data } from "./array.js";
import { numberAttribute, numbersAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.add`: left · 2^`exponents[0]` + right · 2^`exponents[1]`, int8 → int8, to the nearest integer, ties away from zero,
 * saturated; then, with `relu`, at least 0. The exponents are those of the operands less that of the result.
 *
 * Law: it is what float32 gives for dequantize → add → quantize with scales of powers of two: a product of an int8 and
 * such a scale is exact, their sum has at most 24 bits while the exponents are at most 15 apart, the quotient is exact.
 */
export const espAdd: Kernel = ([left, right], attributes, [output]) => {
  const [p, q] = numbersAttribute(attributes, "exponents").map((exponent) => 2 ** exponent) as [number, number];
  const a = int8Data(left);
  const b = int8Data(right);
  const low = attributes.relu === true ? 0 : INT8_MIN;
  const out = int8Data(output);
  for (let i = 0; i < out.length; i++) {
    out[i] = saturate(roundToInteger(a[i] * p + b[i] * q, "half-away"), low, INT8_MAX);
  }
};

/** `esp.multiply`: left · right · 2^`exponent`, else as `esp.add`; the product has at most 16 bits. */
export const espMultiply: Kernel = ([left, right], attributes, [output]) => {
  const scale = 2 ** numberAttribute(attributes, "exponent");
  const a = int8Data(left);
  const b = int8Data(right);
  const low = attributes.relu === true ? 0 : INT8_MIN;
  const out = int8Data(output);
  for (let i = 0; i < out.length; i++) {
    out[i] = saturate(roundToInteger(a[i] * b[i] * scale, "half-away"), low, INT8_MAX);
  }
};
