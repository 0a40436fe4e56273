import type { CalibrationOptions } from "../../../quantization/calibrate/calibrate.js";
import { quantizePrepared } from "../../quantize-model.js";
import { quantized, type State, stateOf } from "../state.js";
import { NOTHING, type Remedy, snrOf } from "./remedy.js";

const METHODS: readonly CalibrationOptions[] = [
  { method: "minmax" },
  { method: "percentile", percentile: 99.99 },
  { method: "percentile", percentile: 99.9 },
];

const words = (settings: CalibrationOptions): string =>
  settings.method === "percentile" ? `percentile ${settings.percentile}` : settings.method;

/** Exponents by other rules than squared error, the biases corrected for each. */
export const calibration: Remedy = {
  name: "calibration",
  costly: false,
  async apply({ state, sets, bench, onTrial }) {
    let best: { state: State; snr: number; words: string } | undefined;
    for (const [i, settings] of METHODS.entries()) {
      const { perChannel, keepFloat, equalization } = state.recipe;
      const result = await quantizePrepared(state.float, sets.calibration.samples, {
        calibration: settings,
        perChannel,
        keepFloat,
      });
      const made = stateOf(result, equalization);
      const snr = snrOf(await bench.measure(quantized(made).model));
      if (best === undefined || snr > best.snr) best = { state: made, snr, words: words(settings) };
      onTrial(i + 1, METHODS.length);
    }
    return best && { state: best.state, words: `the best of other rules: ${best.words}`, cost: NOTHING };
  },
};
