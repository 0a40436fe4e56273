import type { Sample } from "../../../quantization/calibrate/samples.js";
import type { Remedy } from "../remedies/remedy.js";
import type { TvmState } from "./state.js";

/** One weight scale an output channel. */
export const perChannel: Remedy<TvmState> = {
  name: "per channel",
  costly: true,
  async apply({ state, sets }) {
    if (state.recipe.perChannel) return undefined;
    const own = Object.entries(state.recipe.exponents).filter(([name]) => state.exponentOf(name) !== undefined);
    const exponents = new Map(own);
    const anew = (samples: readonly Sample[]): Promise<TvmState> =>
      state.again(samples, { perChannel: true, exponents });
    const made = await anew(sets.calibration.samples);
    return { state: made, words: "one weight exponent an output channel", cost: "a shift for each channel", anew };
  },
};
