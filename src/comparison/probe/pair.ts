import { all, FILLS, type Probe } from "./probe.js";
import { extremes, noise, zeros } from "./signals.js";

/** Sums and products of two tensors, and loops over several. */
export const pair: Probe = {
  name: "add, multiply, loops over several tensors",
  tells:
    "with which factor each operand counts, which operand is read for which, rounding and limits; what stands in another place",
  applies: ({ inputs, op }) => op !== "concatenate" && inputs.filter(({ constant }) => !constant).length > 1,
  first: () => [
    { signals: [zeros, noise()], before: FILLS[0] },
    { signals: [noise(), zeros], before: FILLS[1] },
    all(noise()),
    all(noise(64)),
    all(noise(64)),
    all(noise(32)),
    all(extremes),
  ],
  more: (_, most) => Array.from({ length: Math.min(most, 4) }, () => all(noise(64))),
};
