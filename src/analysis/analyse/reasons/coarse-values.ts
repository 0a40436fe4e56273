import { layerWord, NEAR, type Reason } from "./reason.js";

/** Values far smaller than the largest one. */
export const coarseValues: Reason = (facts, { alone }) =>
  facts.activation < alone + NEAR
    ? `${layerWord(facts)} whose values are rounded to steps of ${(100 / Math.max(facts.spread, 1e-9)).toFixed(0)} % of their size`
    : undefined;
