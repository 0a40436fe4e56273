import { layerWord, NEAR, percent, type Reason } from "./reason.js";

/** The weights' scale is too fine for the largest of them. */
export const clippedWeights: Reason = (facts, { alone, weights }) =>
  (facts.weight?.clipped ?? 0) > 0 && weights < alone + NEAR
    ? `${layerWord(facts)} whose scale clips ${percent(facts.weight!.clipped)} of its weights`
    : undefined;
