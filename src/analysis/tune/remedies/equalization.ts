import { evenFactors } from "../equalization/even-factors.js";
import type { State } from "../state.js";
import { NOTHING, type Remedy } from "./remedy.js";

/** Channels of convolutions scaled by powers of two that the next ones take back, so that one scale fits more of them. */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, sets }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const factors = evenFactors(state.float);
    if (factors.size === 0) return undefined;
    const made = await state.again(sets.calibration.samples, { equalization: factors });
    return { state: made, words: `channels of ${factors.size} convolutions evened out`, cost: NOTHING };
  },
});
