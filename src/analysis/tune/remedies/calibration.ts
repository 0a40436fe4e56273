import type { CalibrationOptions } from "../../../quantization/calibrate/calibrate.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import type { State } from "../state.js";
import { isBetter, SURE, snrOf } from "../trial.js";
import { NOTHING, type Remedy } from "./remedy.js";

const METHODS: readonly CalibrationOptions[] = [
  { method: "minmax" },
  { method: "percentile", percentile: 99.99 },
  { method: "percentile", percentile: 99.9 },
];

const words = (settings: CalibrationOptions): string =>
  settings.method === "percentile" ? `percentile ${settings.percentile}` : settings.method;

/** Exponents by other rules than squared error, the biases corrected for each. */
export const calibration = <S extends State<S>>(): Remedy<S> => ({
  name: "calibration",
  costly: false,
  async apply({ state, trial: start, sets, bench, onTrial }) {
    let best: { readonly settings: CalibrationOptions; readonly state: S; readonly snr: number } | undefined;
    const by = (samples: readonly Sample[], settings: CalibrationOptions): Promise<S> =>
      state.again(samples, { calibration: settings });
    for (const [i, settings] of METHODS.entries()) {
      const made = await by(sets.calibration.samples, settings);
      const trial = await bench.measure(made);
      const isSafe = settings.method === "minmax" || isBetter(trial, start, SURE);
      if (isSafe && (best === undefined || snrOf(trial) > best.snr))
        best = { settings, state: made, snr: snrOf(trial) };
      onTrial(i + 1, METHODS.length);
    }
    if (best === undefined) return undefined;
    const { settings } = best;
    const told = `the best of other rules: ${words(settings)}`;
    return { state: best.state, words: told, cost: NOTHING, anew: (samples) => by(samples, settings) };
  },
});
