import { layerWord, NEAR, type Reason, times } from "./reason.js";

/** One scale for channels that need many. */
export const weightChannels: Reason = (facts, { alone, weights }) =>
  !facts.perChannel && (facts.weight?.ratio ?? 1) > 10 && weights < alone + NEAR
    ? `${layerWord(facts)} with one scale for channels whose weights differ ${times(facts.weight!.ratio)}`
    : undefined;
