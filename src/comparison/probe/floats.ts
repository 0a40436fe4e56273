import { all, FILLS, type Probe } from "./probe.js";
import { extremes, noise, ramp, reordered, zeros } from "./signals.js";

/** Whatever has no probe of its own: quantize, float loops, softmax, reductions. */
export const floats: Probe = {
  name: "quantize, float loops, softmax and all others",
  tells:
    "ratio, line and limits of the result, rounding to fewer bits, one constant of a loop; what stands in another place",
  applies: () => true,
  first: () => [
    all(noise(), FILLS[0]),
    all(noise(), FILLS[1]),
    all(reordered),
    all(ramp),
    all(noise(64)),
    all(noise(16)),
    all(noise(128 * 16)),
    all(noise(128 * 300)),
    all(extremes),
    all(zeros),
  ],
  more: (_, most) => Array.from({ length: Math.min(most, 6) }, (_, k) => all(k % 2 === 0 ? reordered : noise())),
};
