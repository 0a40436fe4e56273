import type { Facts } from "../facts.js";
import { clippedBias } from "./clipped-bias.js";
import { clippedValues } from "./clipped-values.js";
import { clippedWeights } from "./clipped-weights.js";
import { coarseValues } from "./coarse-values.js";
import { coarseWeights } from "./coarse-weights.js";
import { meanError } from "./mean-error.js";
import { outlierWeight } from "./outlier-weight.js";
import { layerWord, type Measured, type Reason } from "./reason.js";
import { unequalInputs } from "./unequal-inputs.js";
import { unusedBits } from "./unused-bits.js";
import { valueChannels } from "./value-channels.js";
import { weightChannels } from "./weight-channels.js";

/** The most telling first. */
const REASONS: readonly Reason[] = [
  clippedBias,
  meanError,
  clippedValues,
  clippedWeights,
  outlierWeight,
  weightChannels,
  unusedBits,
  valueChannels,
  unequalInputs,
  coarseWeights,
  coarseValues,
];

/** Why a layer costs what it costs, in words. */
export function reasonFor(facts: Facts, measured: Measured): string {
  for (const reason of REASONS) {
    const words = reason(facts, measured);
    if (words !== undefined) return words;
  }
  return `${layerWord(facts)} that rounds its sums to int${facts.bits}`;
}
