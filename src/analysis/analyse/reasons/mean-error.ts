import { layerWord, percent, type Reason } from "./reason.js";

/** Not noise but a shift. */
export const meanError: Reason = (facts, { systematic }) =>
  systematic > 0.5
    ? `${layerWord(facts)} whose error is for ${percent(systematic)} a shift of its channels' means: its bias is off`
    : undefined;
