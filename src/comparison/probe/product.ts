import type { DiagnosisInput } from "../diagnose/diagnosis.js";
import { productOf } from "../diagnose/product/law.js";
import { all, FILLS, type Probe, type ProbeRun } from "./probe.js";
import { extremes, noise, zeros } from "./signals.js";

/** The standard deviation, in units of the result, that a quiet run's sums have: large, and hardly any saturates. */
const QUIET = 45;
const [SOFTEST, LOUDEST] = [6, 128];
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
  first(layer) {
    const quiet = amplitude(layer);
    const half = Math.max(SOFTEST, quiet >> 1);
    return [
      all(zeros, FILLS[0]),
      all(noise(quiet), FILLS[1]),
      all(noise(quiet)),
      all(noise(half)),
      all(noise(Math.min(LOUDEST, 2 * quiet))),
      all(noise(LOUDEST)),
      all(extremes),
    ];
  },
  more(layer, most, share) {
    const { taps } = productOf(layer)!;
    const { output, kernelHeight, kernelWidth, groupInputs, image } = taps.geometry;
    const margin = image.h * image.w > 1 ? 2 : 0;
    const unknown = (kernelHeight + margin) * (kernelWidth + margin) * groupInputs;
    const pixels = output.n * output.h * output.w;
    const concerned = Math.max(1, pixels * Math.min(1, share * output.c, Math.max(share, 1 / output.h, 1 / output.w)));
    const count = Math.min(most, Math.ceil((VALUES * unknown + LEAST) / concerned));
    const quiet = amplitude(layer);
    const sizes = [quiet, quiet, Math.max(SOFTEST, quiet >> 1), Math.min(LOUDEST, quiet * 2)];
    return Array.from({ length: count }, (_, k): ProbeRun => all(noise(sizes[k % sizes.length])));
  },
};

/** The amplitude of inputs at which the loudest channel's sums are as large as they may be. */
function amplitude(layer: DiagnosisInput): number {
  const { taps, finish } = productOf(layer)!;
  const length = taps.rows.length / finish.shift.length;
  let most = 1;
  for (let o = 0; o < finish.shift.length; o++) {
    let squares = 0;
    for (let i = 0; i < length; i++) squares += taps.rows[o * length + i]! ** 2;
    most = Math.max(most, Math.sqrt(squares) / 2 ** finish.shift[o]!);
  }
  return Math.round(Math.max(SOFTEST, Math.min(LOUDEST, (QUIET * Math.sqrt(3)) / most)));
}
