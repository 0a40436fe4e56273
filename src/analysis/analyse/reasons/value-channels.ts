import { layerWord, NEAR, type Reason, times } from "./reason.js";

/** One scale for channels of values that need many. */
export const valueChannels: Reason = (facts, { alone }) =>
  facts.channelRatio > 10 && facts.activation < alone + NEAR
    ? `${layerWord(facts)} with one scale for channels whose values differ ${times(facts.channelRatio)}`
    : undefined;
