import { equalizationFactors } from "../equalization/factors.js";
import type { State } from "../state.js";
import { NOTHING, type Remedy } from "./remedy.js";

/** Channels of two convolutions in a row scaled by powers of two, so that one scale fits more of them. */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, sets }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const { samples } = sets.calibration;
    const factors = await equalizationFactors(state.float, samples);
    if (factors.size === 0) return undefined;
    const made = await state.again(samples, { equalization: factors });
    return { state: made, words: `channels of ${factors.size} convolutions evened out`, cost: NOTHING };
  },
});
