import type { Rounding } from "../../../../kernels-ref/arithmetic.js";
import type { FinishChange, FinishFamily } from "../product/change.js";
import type { Finish } from "../product/model.js";

const NAMES: Readonly<Record<Rounding, string>> = {
  floor: "down (an arithmetic shift)",
  "half-up": "to nearest, ties up",
  "half-even": "to nearest, ties to even",
  "half-away": "to nearest, ties away from zero",
  "toward-zero": "toward zero (a division)",
};

/** The quotient by 2^shift is rounded in another way. */
export const rounding: FinishFamily = {
  family: "rounding",
  changes({ finish }) {
    const logical: FinishChange = {
      cause: "logical",
      text: "the shift is that of an unsigned number (>>>): negative sums become large positive ones",
      look: "the type of the accumulator where it is shifted: int32_t, not uint32_t",
      bits: 3,
      apply: (law) => ({ ...law, rounding: "floor", logical: true }),
    };
    const others = (Object.keys(NAMES) as Rounding[])
      .filter((name) => name !== finish.rounding)
      .map((name) => ({
        cause: name,
        text: `the shift rounds ${NAMES[name]} instead of ${NAMES[finish.rounding]}`,
        look: "the kernel's requantize step: the term added before `>> shift`, or a `/` in place of the shift",
        bits: name === "half-up" || name === "toward-zero" ? 2 : 3,
        apply: (law: Finish): Finish => ({ ...law, rounding: name }),
      }));
    return [...others, logical];
  },
};
