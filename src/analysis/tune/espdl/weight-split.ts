import type { Remedy } from "../remedies/remedy.js";
import { unevenLayers } from "../split/small-channels.js";
import { snrOf } from "../trial.js";
import { layersOf } from "./layers.js";
import type { EspdlState } from "./state.js";

/** Layers that are split at most: each is computed twice. */
const MOST = 3;

/** Small channels of a layer's weights in a layer of their own, with an exponent of their own; where the chip has one a layer. */
export const weightSplit: Remedy<EspdlState> = {
  name: "weight split",
  costly: true,
  async apply({ state, trial, sets, bench, isGoal, onTrial }) {
    if (state.chip === "esp32p4" || state.isSplit) return undefined;
    const uneven = unevenLayers(state.float).slice(0, MOST);
    let [best, most] = [state, snrOf(trial)];
    let parts = new Map<string, readonly number[]>();
    for (const [i, { tensor, channels }] of uneven.entries()) {
      const more = new Map(parts).set(tensor, channels);
      const made = await state.withSplit(sets.calibration.samples, more);
      const found = await bench.measure(made);
      onTrial(i + 1, uneven.length);
      if (snrOf(found) <= most) continue;
      [best, most, parts] = [made, snrOf(found), more];
      if (isGoal(found)) break;
    }
    if (best === state) return undefined;
    const macs = new Map(layersOf(state.float).map((layer) => [layer.tensor, layer.macs]));
    const all = [...macs.values()].reduce((sum, own) => sum + own, 0);
    const twice = [...parts.keys()].reduce((sum, tensor) => sum + (macs.get(tensor) ?? 0), 0);
    const words = `small channels apart in ${[...parts.keys()].join(", ")}`;
    return { state: best, words, cost: `${((100 * twice) / Math.max(all, 1)).toFixed(1)} % more MACs` };
  },
};
