import type { Remedy } from "../remedies/remedy.js";
import type { TvmState } from "./state.js";

/** One weight scale an output channel. */
export const perChannel: Remedy<TvmState> = {
  name: "per channel",
  costly: true,
  async apply({ state, sets }) {
    if (state.recipe.perChannel) return undefined;
    const made = await state.again(sets.calibration.samples, { perChannel: true });
    return { state: made, words: "one weight exponent an output channel", cost: "a shift for each channel" };
  },
};
