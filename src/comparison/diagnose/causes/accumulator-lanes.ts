import type { TapsFamily } from "../product/change.js";

/** The accumulator saturates after every product, as SIMD lanes of few bits do. */
export const accumulatorLanes: TapsFamily = {
  family: "saturation",
  changes: ({ taps }) =>
    [20, 16].map((bits) => ({
      cause: `lanes-${bits}`,
      text: `the accumulator saturates at ${bits} bits after every product`,
      look: `the SIMD lanes that the kernel accumulates in: ${bits} bits are too few for this layer`,
      bits: 4.5,
      taps: { ...taps, laneBits: bits },
    })),
};
