import { productOf } from "../diagnose/product/law.js";
import { all, FILLS, type Probe, type ProbeRun } from "./probe.js";
import { extremes, noise, zeros } from "./signals.js";

/** Amplitudes of 128: small sums do not saturate, loud ones do. */
const [QUIET, LOUD] = [24, 128];
/** Values that each unknown weight wants. */
const VALUES = 4;
const LEAST = 300;

/** Convolutions and dense layers of int8. */
export const product: Probe = {
  name: "convolution, depthwise, dense",
  tells:
    "bias of every channel, shift, rounding, limits and relu; every weight and where it stands (pointers, blocks, lanes, " +
    "flips, taps left out or read twice); where the window lies; which rows, columns or channels are concerned",
  applies: (layer) => productOf(layer) !== undefined,
  first: [
    all(zeros, FILLS[0]),
    all(noise(QUIET), FILLS[1]),
    all(noise(QUIET)),
    all(noise(64)),
    all(noise(64)),
    all(noise(LOUD)),
    all(extremes),
  ],
  more(layer, most) {
    const { taps } = productOf(layer)!;
    const { output, kernelHeight, kernelWidth, groupInputs, image } = taps.geometry;
    const margin = image.h * image.w > 1 ? 2 : 0;
    const unknown = (kernelHeight + margin) * (kernelWidth + margin) * groupInputs;
    const pixels = output.n * output.h * output.w;
    const count = Math.min(most, Math.ceil((VALUES * unknown + LEAST) / pixels));
    return Array.from({ length: count }, (_, k): ProbeRun => all(noise(k % 3 === 2 ? 64 : k % 3 === 1 ? 40 : QUIET)));
  },
};
