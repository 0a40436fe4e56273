import type { CalibrationOptions } from "../../../quantization/calibrate/calibrate.js";
import type { State } from "../state.js";
import { snrOf } from "../trial.js";
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
  async apply({ state, sets, bench, onTrial }) {
    let best: { state: S; snr: number; words: string } | undefined;
    for (const [i, settings] of METHODS.entries()) {
      const made = await state.again(sets.calibration.samples, { calibration: settings });
      const snr = snrOf(await bench.measure(made));
      if (best === undefined || snr > best.snr) best = { state: made, snr, words: words(settings) };
      onTrial(i + 1, METHODS.length);
    }
    return best && { state: best.state, words: `the best of other rules: ${best.words}`, cost: NOTHING };
  },
});
