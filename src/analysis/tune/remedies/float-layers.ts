import { analyse } from "../../analyse/analyse.js";
import type { LayerAnalysis } from "../../analyse/analysis.js";
import type { Bench } from "../bench.js";
import type { LabelledSet } from "../sets.js";
import { quantized, recorrected, type State } from "../state.js";
import { type Remedy, snrOf } from "./remedy.js";

/** Samples that layers are ranked on. */
const RANKED_ON = 8;
/** Float layers beyond which int8 makes no sense. */
const MOST_SHARE = 0.5;

/** The layers that cost the output most for their work in float, as few as reach the goal. */
export const floatLayers: Remedy = {
  name: "float layers",
  costly: true,
  async apply({ state, trial: start, sets, bench, isGoal, onTrial }) {
    const { layers } = await analyse({ ...quantized(state), float: state.float }, sets.search.samples, {
      samples: RANKED_ON,
      onLayer: onTrial,
    });
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
    const ranked = layers.filter(({ cost }) => cost !== null).sort((a, b) => worth(b, macs) - worth(a, macs));
    let [best, most, done] = [state, snrOf(start), isGoal(start.reached)];
    const limit = Math.ceil(MOST_SHARE * ranked.length);
    for (let count = 1; count <= limit && !done; count++) {
      const trial = withFloat(state, ranked.slice(0, count));
      const found = await bench.measure(quantized(trial).model);
      if (snrOf(found) > most) [best, most] = [trial, snrOf(found)];
      done = isGoal(found.reached);
      if (done) best = trial;
    }
    if (best === state) return undefined;
    best = await recorrectedIfBetter(best, sets.calibration, bench);
    for (const layer of [...ranked].sort((a, b) => b.macs - a.macs)) {
      if (!done || !best.recipe.keepFloat.includes(layer.tensor)) continue;
      const keepFloat = best.recipe.keepFloat.filter((name) => name !== layer.tensor);
      const trial = { ...best, recipe: { ...best.recipe, keepFloat } };
      if (isGoal((await bench.measure(quantized(trial).model)).reached)) best = trial;
    }
    const kept = new Set(best.recipe.keepFloat);
    const share = layers.reduce((sum, layer) => sum + (kept.has(layer.tensor) ? layer.macs : 0), 0) / Math.max(macs, 1);
    const words = `${kept.size} of ${layers.length} layers in float: ${[...kept].join(", ")}`;
    return { state: best, words, cost: `${(100 * share).toFixed(1)} % of the MACs in float` };
  },
};

/** Noise at the output that goes with a layer, for each share of the work; a small layer is not free either. */
function worth({ cost, macs }: LayerAnalysis, all: number): number {
  return 10 ** (-(cost ?? Number.POSITIVE_INFINITY) / 10) / (macs / Math.max(all, 1) + 0.02);
}

function withFloat(state: State, layers: readonly LayerAnalysis[]): State {
  const keepFloat = [...new Set([...state.recipe.keepFloat, ...layers.map(({ tensor }) => tensor)])];
  return { ...state, recipe: { ...state.recipe, keepFloat } };
}

async function recorrectedIfBetter(state: State, calibration: LabelledSet, bench: Bench): Promise<State> {
  const measured = await recorrected(state, calibration);
  const [before, after] = [await bench.measure(quantized(state).model), await bench.measure(quantized(measured).model)];
  return snrOf(after) > snrOf(before) ? measured : state;
}
