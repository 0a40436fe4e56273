import { quantizePrepared } from "../../quantize-model.js";
import { stateOf } from "../state.js";
import type { Remedy } from "./remedy.js";

/** One weight scale an output channel. */
export const perChannel: Remedy = {
  name: "per channel",
  costly: true,
  async apply({ state, sets }) {
    if (state.recipe.perChannel) return undefined;
    const { keepFloat, equalization } = state.recipe;
    const result = await quantizePrepared(state.float, sets.calibration.samples, { perChannel: true, keepFloat });
    const made = stateOf(result, equalization);
    return { state: made, words: "one weight exponent an output channel", cost: "a shift for each channel" };
  },
};
