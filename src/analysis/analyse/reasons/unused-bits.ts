import { layerWord, NEAR, type Reason } from "./reason.js";

/** The output's scale is too coarse for all of its values. */
export const unusedBits: Reason = (facts, { alone }) =>
  facts.unusedBits >= 1 && facts.activation < alone + NEAR
    ? `${layerWord(facts)} whose scale leaves ${facts.unusedBits} of ${facts.bits - 1} bits unused`
    : undefined;
