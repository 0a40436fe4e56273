import type { Rounding } from "../../../../kernels-ref/arithmetic.js";
import type { FinishFamily } from "../product/change.js";

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
    return (Object.keys(NAMES) as Rounding[])
      .filter((name) => name !== finish.rounding)
      .map((name) => ({
        cause: name,
        text: `the shift rounds ${NAMES[name]} instead of ${NAMES[finish.rounding]}`,
        look: "the kernel's requantize step: the term added before `>> shift`, or a `/` in place of the shift",
        bits: name === "half-up" || name === "toward-zero" ? 2 : 3,
        apply: (law) => ({ ...law, rounding: name }),
      }));
  },
};
