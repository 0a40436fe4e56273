import { layerWord, NEAR, type Reason } from "./reason.js";

/** The weights' scale leaves few steps for most of them. */
export const coarseWeights: Reason = (facts, { alone, weights }) =>
  facts.weight !== undefined && weights < alone + NEAR
    ? `${layerWord(facts)} whose weights are rounded to steps of ${(100 / Math.max(facts.weight.spread, 1e-9)).toFixed(0)} % of their size`
    : undefined;
