import { layerWord, percent, type Reason } from "./reason.js";

/** An int8 bias in the scale of the output saturates. */
export const clippedBias: Reason = (facts) =>
  facts.biasClipped > 0
    ? `${layerWord(facts)} whose bias does not fit int8 at the output's scale (${percent(facts.biasClipped)} of it)`
    : undefined;
