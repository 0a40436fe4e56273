import { INT8_MAX, INT8_MIN, type Rounding, roundToInteger, saturate } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** `esp.add` and `esp.multiply`: other roundings, wrapping, operands rounded before they are added. */
export function sum(input: DiagnosisInput): Candidate[] {
  const [left, right] = input.inputs.map(({ tensor }) => tensor.data);
  if (!(left instanceof Int8Array) || !(right instanceof Int8Array)) return [];
  if (input.op === "esp.add") return added(input, left, right);
  return input.op === "esp.multiply" ? multiplied(input, left, right) : [];
}

const NAMES: Readonly<Partial<Record<Rounding, string>>> = {
  floor: "down (an arithmetic shift)",
  "half-up": "to nearest, ties up",
  "half-even": "to nearest, ties to even",
  "toward-zero": "toward zero",
};
const ROUNDINGS = Object.keys(NAMES) as Rounding[];

type Finish = (value: number) => number;

/** What can become of an exact value: every rounding, and the law's rounding with wrapping. */
function finishes(relu: boolean): [family: string, cause: string, text: string, finish: Finish][] {
  const low = relu ? 0 : INT8_MIN;
  const wrap = (value: number): number => (roundToInteger(value, "half-away") << 24) >> 24;
  return [
    ...ROUNDINGS.map((rounding): [string, string, string, Finish] => [
      "rounding",
      rounding,
      `rounds ${NAMES[rounding]} instead of to nearest, ties away from zero`,
      (value) => saturate(roundToInteger(value, rounding), low, INT8_MAX),
    ]),
    ["saturation", "wrap-8", "the result wraps at 8 bits instead of saturating", (value) => Math.max(wrap(value), low)],
  ];
}

const LOOK = "the requantize step of the element-wise kernel";

function multiplied({ attributes }: DiagnosisInput, left: Int8Array, right: Int8Array): Candidate[] {
  const scale = 2 ** numberAttribute(attributes, "exponent");
  return finishes(attributes.relu === true).map(([family, cause, text, finish]) => ({
    ...{ family, cause, text, look: LOOK, bits: 3 },
    predict: () => ({ values: left.map((value, i) => finish(value * right[i]! * scale)) }),
  }));
}

function added({ attributes }: DiagnosisInput, left: Int8Array, right: Int8Array): Candidate[] {
  const [p, q] = numbersAttribute(attributes, "exponents").map((exponent) => 2 ** exponent) as [number, number];
  const relu = attributes.relu === true;
  const exact = finishes(relu).map(
    ([family, cause, text, finish]): Candidate => ({
      ...{ family, cause, text, look: LOOK, bits: 3 },
      predict: () => ({ values: left.map((value, i) => finish(value * p + right[i]! * q)) }),
    }),
  );
  const before = ([...ROUNDINGS, "half-away"] as Rounding[]).map(
    (rounding): Candidate => ({
      family: "rounding",
      cause: `each-${rounding}`,
      text: `each operand is brought to the result's scale (${rounding}) before they are added`,
      look: "the add kernel: the sum must be formed in the finer scale and rounded once",
      bits: 4,
      predict: () => ({
        values: left.map((value, i) => {
          const total = roundToInteger(value * p, rounding) + roundToInteger(right[i]! * q, rounding);
          return saturate(total, relu ? 0 : INT8_MIN, INT8_MAX);
        }),
      }),
    }),
  );
  return [...exact, ...before];
}
