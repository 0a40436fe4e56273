import { type Arithmetic, type Rounding, TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { UNPINNED } from "../../../../kernels-ref/vector-unit.js";
import type { Candidate } from "../candidate.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { productOf } from "../product/law.js";
import { isRepeatable, rerun } from "../rerun.js";

const ROUNDINGS: Readonly<Partial<Record<Rounding, string>>> = {
  "half-up": "to nearest, ties up (as the ESP32-S3 and plain C)",
  "half-even": "to nearest, ties to even (as the ESP32-P4)",
  floor: "down",
  "toward-zero": "toward zero (a conversion to int)",
  "half-away": "to nearest, ties away from zero (roundf)",
};

/** An operator of today's ESP-DL that computes as another chip does, or rounds otherwise. */
export function espdlArithmetic(input: DiagnosisInput): Candidate[] {
  if (!input.op.startsWith("espdl.") || productOf(input) !== undefined || !isRepeatable(input)) return [];
  const own = input.arithmetic ?? TVM_ARITHMETIC;
  const tensors = input.inputs.map(({ tensor }) => tensor);
  const candidate = (cause: string, text: string, bits: number, arithmetic: Arithmetic): Candidate => ({
    ...{ family: "arithmetic", cause, text, bits },
    look: `the rounding and the scale that the ${input.op} call is given, and the dl_ function that it names`,
    predict: () => rerun({ ...input, arithmetic }, tensors, input.attributes),
  });
  const { vector, ...portable } = own;
  const units = (["esp32s3", "esp32p4"] as const).filter((chip) => chip !== vector?.chip);
  return [
    ...Object.entries(ROUNDINGS)
      .filter(([name]) => name !== own.rounding)
      .map(([name, words]) => candidate(name, `it rounds ${words}`, 3, { ...own, rounding: name as Rounding })),
    ...(vector === undefined
      ? []
      : [candidate("plain-c", "it computes as the portable C, not as the vector unit", 3, portable)]),
    ...units.map((chip) =>
      candidate(chip, `it computes as the vector unit of the ${chip.toUpperCase().replace("ESP32", "ESP32-")}`, 4, {
        ...own,
        vector: { chip, ...UNPINNED },
      }),
    ),
  ];
}
