import { layerWord, NEAR, type Reason, times } from "./reason.js";

/** One weight takes the bits of all others. */
export const outlierWeight: Reason = (facts, { alone, weights }) =>
  (facts.weight?.outlier ?? 0) > 16 && facts.weight!.ratio < 4 * facts.weight!.outlier && weights < alone + NEAR
    ? `${layerWord(facts)} with a weight ${times(facts.weight!.outlier)} the size of the others`
    : undefined;
