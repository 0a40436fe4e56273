import { type Rounding, roundToInteger, saturate } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** Float to int8 and back: another rounding, another scale, wrapping. */
export function quantization(input: DiagnosisInput): Candidate[] {
  const data = input.inputs[0]?.tensor.data;
  if (input.op === "esp.quantize" && data instanceof Float32Array)
    return quantize(data, numberAttribute(input.attributes, "scale"));
  if (input.op === "esp.dequantize" && data instanceof Int8Array) return dequantize(data, input.attributes);
  return [];
}

const ROUNDINGS: readonly Rounding[] = ["half-even", "half-up", "toward-zero", "floor"];

function quantize(x: Float32Array, scale: number): Candidate[] {
  const candidate = (
    family: string,
    cause: string,
    text: string,
    bits: number,
    value: (scaled: number) => number,
    factor = 1,
  ): Candidate => ({
    family,
    cause,
    text,
    look: "the loop that quantizes the input: (int8_t) clamp(roundf(x / scale))",
    bits,
    predict: () => ({
      values: Int8Array.from(x, (element) => value(Math.fround(element / Math.fround(scale * factor)))),
    }),
  });
  const law = (value: number): number => saturate(roundToInteger(value, "half-away"), -128, 127);
  return [
    ...ROUNDINGS.map((rounding) =>
      candidate("rounding", rounding, `rounds ${rounding} instead of half away from zero`, 2, (value) =>
        saturate(roundToInteger(value, rounding), -128, 127),
      ),
    ),
    candidate(
      "saturation",
      "wrap-8",
      "wraps at 8 bits instead of saturating",
      2,
      (value) => (roundToInteger(value, "half-away") << 24) >> 24,
    ),
    ...offsets((off) =>
      candidate(
        "shift",
        `scale${off > 0 ? "+" : ""}${off}`,
        `the input is quantized with a scale ${2 ** Math.abs(off)} times too ${off > 0 ? "large" : "small"}`,
        Math.abs(off) <= 2 ? 3 : 5,
        law,
        2 ** off,
      ),
    ),
  ];
}

function dequantize(x: Int8Array, attributes: Attributes): Candidate[] {
  const scale = numberAttribute(attributes, "scale");
  const low = attributes.relu === true ? 0 : -128;
  const look = "the scale and the type in the loop that makes floats of the output";
  return [
    ...offsets(
      (off): Candidate => ({
        ...{ family: "shift", cause: `scale${off > 0 ? "+" : ""}${off}`, look, bits: Math.abs(off) <= 2 ? 3 : 5 },
        text: `the scale is ${2 ** Math.abs(off)} times too ${off > 0 ? "large" : "small"}`,
        predict: () => ({
          values: Float32Array.from(x, (value) => Math.max(value, low) * Math.fround(scale * 2 ** off)),
        }),
      }),
    ),
    {
      ...{ family: "input-reading", cause: "unsigned", text: "the input is read as unsigned bytes", look, bits: 3 },
      predict: () => ({ values: Float32Array.from(x, (value) => (value & 255) * Math.fround(scale)) }),
    },
  ];
}

function offsets<T>(make: (off: number) => T): T[] {
  return [-8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8].map(make);
}
