import type { Sample } from "../../../quantization/calibrate/samples.js";
import { equalizationOf } from "../equalization/factors.js";
import type { State } from "../state.js";
import { isBetter, SURE, snrOf, type Trial } from "../trial.js";
import { NOTHING, type Remedy } from "./remedy.js";

interface Way {
  readonly method?: "minmax" | "mse";
  readonly by: string;
}

/**
 * How exponents are found behind it, the widest first: channels that all fill their range are all clipped by what samples
 * did not show.
 */
const WAYS: readonly Way[] = [
  { by: "the largest values foretold" },
  { method: "minmax", by: "largest values" },
  { method: "mse", by: "squared error" },
];

/**
 * Channels of convolutions and products multiplied by factors that the next ones take back, so that one scale fits more
 * of them.
 */
export const equalization = <S extends State<S>>(): Remedy<S> => ({
  name: "equalization",
  costly: false,
  async apply({ state, trial: start, sets, bench, onTrial }) {
    if (Object.keys(state.recipe.equalization).length > 0) return undefined;
    const by = async (samples: readonly Sample[], { method }: Way): Promise<S | undefined> => {
      const found = await equalizationOf(state.float, samples, { foretold: method === undefined });
      if (found.factors.size === 0) return undefined;
      const how = method === undefined ? { ranges: found.ranges } : { calibration: { method } };
      return state.again(samples, { equalization: found.factors, ...how });
    };
    let best: { readonly way: Way; readonly state: S; readonly trial: Trial } | undefined;
    for (const [i, way] of WAYS.entries()) {
      const made = await by(sets.calibration.samples, way);
      if (made === undefined) return undefined;
      const trial = await bench.measure(made);
      const helps = best !== undefined && isBetter(best.trial, start, 1);
      if (best === undefined || (helps ? isBetter(trial, best.trial, SURE) : snrOf(trial) > snrOf(best.trial)))
        best = { way, state: made, trial };
      onTrial(i + 1, WAYS.length);
    }
    if (best === undefined) return undefined;
    const { way } = best;
    const count = Object.keys(best.state.recipe.equalization).length;
    return {
      state: best.state,
      words: `channels of ${count} layers evened out, exponents by ${way.by}`,
      cost: NOTHING,
      anew: async (samples) => (await by(samples, way)) ?? state.again(samples, {}),
    };
  },
});
