import { layerWord, NEAR, percent, type Reason } from "./reason.js";

/** The output's scale is too fine for its values. */
export const clippedValues: Reason = (facts, { alone }) =>
  facts.clipped > 0.002 && facts.activation < alone + NEAR
    ? `${layerWord(facts)} whose scale clips ${percent(facts.clipped)} of its values`
    : undefined;
