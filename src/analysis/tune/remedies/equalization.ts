import { equalizationOf } from "../equalization/factors.js";
import type { State } from "../state.js";
import { isBetter, snrOf, type Trial } from "../trial.js";
import { NOTHING, type Remedy } from "./remedy.js";

/**
 * How exponents are found behind it, the widest first: channels that all fill their range are all clipped by what samples
 * did not show.
 */
const WAYS: readonly { readonly method?: "minmax" | "mse"; readonly by: string }[] = [
  { by: "the largest values foretold" },
  { method: "minmax", by: "largest values" },
  { method: "mse", by: "squared error" },
];

/** Standard errors by which narrower exponents have to be better: the search set lacks large values as the other does. */
const SURE = 4;

/**
 * Channels of convolutions and products multiplied by factors that the next ones take back, so that one scale fits more
 * of them.
 */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, trial: start, sets, bench, onTrial }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const { samples } = sets.calibration;
    const { isPerChannel } = state;
    let best: { readonly state: S; readonly trial: Trial; readonly words: string } | undefined;
    for (const [i, { method, by }] of WAYS.entries()) {
      const found = await equalizationOf(state.float, samples, { isPerChannel, foretold: method === undefined });
      const { size } = found.factors;
      if (size === 0) return undefined;
      const how = method === undefined ? { ranges: found.ranges } : { calibration: { method } };
      const made = await state.again(samples, { equalization: found.factors, ...how });
      const trial = await bench.measure(made);
      const helps = best !== undefined && isBetter(best.trial, start, 1);
      if (best === undefined || (helps ? isBetter(trial, best.trial, SURE) : snrOf(trial) > snrOf(best.trial)))
        best = { state: made, trial, words: `channels of ${size} layers evened out, exponents by ${by}` };
      onTrial(i + 1, WAYS.length);
    }
    return best && { state: best.state, words: best.words, cost: NOTHING };
  },
});
