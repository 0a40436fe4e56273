import { roundToInteger, TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { rangeOf } from "../../../../kernels-ref/espdl/rounding.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";

type Law = readonly [cause: string, text: string, law: (value: number) => number];

const LOOK = "the cast at the end of the loop: the shift before it, the limits, and the order of the bytes";

/** `espdl.requantize` of integers: limits that are missing, bytes that are taken without the shift or in another order. */
export function requantize(input: DiagnosisInput): Candidate[] {
  const { op, attributes, inputs, reference, arithmetic = TVM_ARITHMETIC } = input;
  const tensor = inputs[0]?.tensor;
  if (op !== "espdl.requantize" || tensor === undefined) return [];
  if ([tensor, reference].some(({ dtype }) => dtype !== "int8" && dtype !== "int16")) return [];
  const x = tensor.data as Int8Array | Int16Array;
  const shift = numberAttribute(attributes, "output_exponent") - numberAttribute(attributes, "input_exponent");
  const { low, high } = rangeOf(reference.dtype);
  const unused = reference.dtype === "int8" ? 24 : 16;
  const wrapped = (value: number): number => (value << unused) >> unused;
  const limited = (value: number): number => Math.max(low, Math.min(high, value));
  const moved = (value: number): number => roundToInteger(value * 2 ** -shift, arithmetic.rounding);
  const swapped = (value: number): number => ((((value & 255) << 8) | ((value >> 8) & 255)) << 16) >> 16;
  const int16: readonly Law[] = [
    ["low-byte", "the low byte is taken: not shifted, not limited", (value) => wrapped(value)],
    ["swapped", "the bytes of each int16 of the input are exchanged", (value) => limited(moved(swapped(value)))],
    ["unsigned", "the input is read as uint16", (value) => limited(moved(value & 65535))],
  ];
  const int8: readonly Law[] = [["unsigned", "the input is read as uint8", (value) => limited(moved(value & 255))]];
  const laws: readonly Law[] = [
    ["wraps", "the result wraps: it is not limited before the cast", (value) => wrapped(moved(value))],
    ...(tensor.dtype === "int16" ? int16 : int8),
    ["magnitude", "the input is taken without its sign", (value) => limited(moved(Math.abs(value)))],
  ];
  return laws.map(([cause, text, law]) => ({
    ...{ family: "requantize", cause, text, look: LOOK, bits: 4 },
    predict: () => ({ values: Int32Array.from(x, law) }),
  }));
}
