import type { Finish } from "../product/model.js";

export interface FinishWords {
  readonly family: string;
  readonly cause: string;
  readonly text: string;
  readonly look: string;
}

const ROUNDED = {
  floor: "down (floor)",
  "half-up": "half up",
  "half-away": "half away from zero",
  "half-even": "half to even",
  "toward-zero": "toward zero",
} as const;

/** What one channel's way from the accumulator to int8 does otherwise, its bias aside; undefined where nothing. */
export function finishWords(law: Finish, found: Finish): FinishWords | undefined {
  const parts: FinishWords[] = [];
  const add = (family: string, cause: string, text: string, look: string): void =>
    void parts.push({ family, cause, text, look });
  const by = found.shift[0]! - law.shift[0]!;
  if (by !== 0) {
    const text = `the accumulator is shifted by ${found.shift[0]} instead of ${law.shift[0]}: ${2 ** Math.abs(by)} times too ${by > 0 ? "small" : "large"}`;
    add("shift", `${by > 0 ? "+" : ""}${by}`, text, "the exponents of input, weights and output in the call");
  }
  if (found.rounding !== law.rounding) {
    const text = `rounds ${ROUNDED[found.rounding]} instead of ${ROUNDED[law.rounding]}`;
    add("rounding", found.rounding, text, "the shift of the accumulator: what is added before it");
  }
  if (found.logical)
    add(
      "rounding",
      "logical",
      "the shift is that of an unsigned number (>>>): negative sums become large positive ones",
      "the type of the accumulator where it is shifted: int32_t, not uint32_t",
    );
  if (found.relu !== law.relu) {
    const text =
      found.relu === "none"
        ? "the relu is missing"
        : law.relu === "none"
          ? "a relu that the model does not have"
          : "the relu comes before the bias";
    add(
      "relu",
      found.relu === "none" ? "missing" : found.relu === "end" ? "extra" : found.relu,
      text,
      "the activation argument of the call",
    );
  }
  if (found.accumulatorBits !== law.accumulatorBits) {
    const word = found.accumulatorOverflow === "wrap" ? "wraps" : "saturates";
    const before = found.limitFirst ? ", before the bias is added" : "";
    const text = `the accumulator ${word} at ${found.accumulatorBits} bits${before}`;
    add(
      "saturation",
      `accumulator-${found.accumulatorOverflow}-${found.accumulatorBits}`,
      text,
      "the type of the accumulator",
    );
  }
  if (found.end === "wrap-low") {
    const text = "the lower limit is missing: values below it wrap";
    add("saturation", "no lower limit", text, "the limits behind the bias");
  } else if (found.middle !== law.middle || found.end !== law.end) {
    const text =
      found.end === "wrap"
        ? "the result wraps instead of saturating"
        : found.middle === "wrap"
          ? "the quotient wraps to 8 bits before the bias"
          : `the quotient is ${found.middle === "none" ? "not " : ""}saturated before the bias`;
    add(
      "saturation",
      found.end === "wrap" ? "wrap-8" : `${found.middle}-before-bias`,
      text,
      "the saturation behind the shift and behind the bias",
    );
  }
  if (found.low !== law.low) {
    const text = `values end at ${found.low} instead of ${law.low}`;
    add("saturation", `low ${found.low}`, text, "the limits behind the bias");
  }
  const [first] = parts;
  return first && { ...first, text: parts.map(({ text }) => text).join("; ") };
}
