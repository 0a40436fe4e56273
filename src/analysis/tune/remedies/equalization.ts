import { evenFactors } from "../equalization/even-factors.js";
import { equalizationFactors } from "../equalization/factors.js";
import type { State } from "../state.js";
import { snrOf } from "../trial.js";
import { NOTHING, type Remedy } from "./remedy.js";

/**
 * Channels of convolutions scaled by powers of two that the next ones take back, so that one scale fits more of them:
 * between two convolutions by what rounding costs, or through Add and Concat too by the largest weights.
 */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, sets, bench, onTrial }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const { samples } = sets.calibration;
    const ways = [
      { factors: await equalizationFactors(state.float, samples), by: "what rounding costs" },
      { factors: evenFactors(state.float), by: "their largest weights" },
    ].filter(({ factors }) => factors.size > 0);
    let best: { readonly state: S; readonly snr: number; readonly words: string } | undefined;
    for (const [i, { factors, by }] of ways.entries()) {
      const made = await state.again(samples, { equalization: factors });
      const snr = snrOf(await bench.measure(made));
      if (best === undefined || snr > best.snr)
        best = { state: made, snr, words: `channels of ${factors.size} convolutions evened out by ${by}` };
      onTrial(i + 1, ways.length);
    }
    return best && { state: best.state, words: best.words, cost: NOTHING };
  },
});
