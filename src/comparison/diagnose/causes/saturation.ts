import type { FinishChange, FinishFamily } from "../product/change.js";
import type { Finish } from "../product/model.js";

/** A value wraps where it should saturate, saturates once instead of twice, or is kept in too few bits. */
export const saturation: FinishFamily = {
  family: "saturation",
  changes({ finish }) {
    const atEnd = "the store of the result: a cast to int8_t without a clamp to −128 … 127 before it";
    const changes: FinishChange[] = [
      {
        cause: "wrap-8",
        text: "the result wraps at 8 bits instead of saturating",
        look: atEnd,
        bits: 2,
        apply: (law) => ({ ...law, end: "wrap", middle: law.middle === "saturate" ? "none" : law.middle }),
      },
      {
        cause: "wrap-8-relu-first",
        text: "the result wraps at 8 bits instead of saturating (relu before the cast)",
        look: atEnd,
        bits: 3,
        apply: (law) => ({
          ...law,
          end: "wrap",
          middle: law.middle === "saturate" ? "none" : law.middle,
          relu: law.relu === "end" ? "before-end" : law.relu,
        }),
      },
      {
        cause: "low-127",
        text: "the result saturates at −127 instead of −128",
        look: "the lower bound of the clamp",
        bits: 4,
        apply: (law) => ({ ...law, low: -127 }),
      },
    ];
    if (finish.middle === "saturate") changes.push(...betweenShiftAndBias());
    return [...changes, ...accumulator(finish)];
  },
};

function betweenShiftAndBias(): FinishChange[] {
  const look = "the kernel between the shift and the bias: the law is clamp → add bias → clamp";
  return [
    {
      cause: "once",
      text: "saturates once, after the bias, instead of before and after it",
      look,
      bits: 3,
      apply: (law) => ({ ...law, middle: "none" }),
    },
    {
      cause: "wrap-8-before-bias",
      text: "the quotient wraps at 8 bits before the bias is added",
      look,
      bits: 3,
      apply: (law) => ({ ...law, middle: "wrap" }),
    },
    {
      cause: "wrap-8-after-bias",
      text: "the sum with the bias wraps at 8 bits instead of saturating",
      look,
      bits: 3,
      apply: (law) => ({ ...law, end: "wrap" }),
    },
  ];
}

function accumulator({ biasPlace }: Finish): FinishChange[] {
  // Where the bias is added to the accumulator, the narrow type may be that of the sum alone.
  const places = biasPlace === "accumulator" ? [false, true] : [false];
  return [16, 20, 24, 18].flatMap((bits) =>
    (["wrap", "saturate"] as const).flatMap((overflow) =>
      places.map((isFirst) => ({
        cause: `accumulator-${overflow}-${bits}${isFirst ? "-before-bias" : ""}`,
        text: `the accumulator ${overflow}s at ${bits} bits${isFirst ? ", before the bias is added" : ""}`,
        look: `the accumulator's type or SIMD lane: it must hold 32 bits, it acts as ${bits}`,
        bits: bits === 16 || bits === 20 ? 4 : 6,
        apply: (law: Finish): Finish => ({
          ...law,
          accumulatorBits: bits,
          accumulatorOverflow: overflow,
          ...(isFirst && { limitFirst: true }),
        }),
      })),
    ),
  );
}
