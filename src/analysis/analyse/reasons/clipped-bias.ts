import { layerWord, percent, type Reason } from "./reason.js";

/** A bias saturates: an int8 one in the scale of the output, or one of the bits that the chip's accumulator loads. */
export const clippedBias: Reason = (facts) =>
  facts.biasClipped > 0
    ? `${layerWord(facts)} whose bias does not fit ${facts.biasBits === 8 ? "int8 at the output's scale" : `${facts.biasBits} bits`} (${percent(facts.biasClipped)} of it)`
    : undefined;
