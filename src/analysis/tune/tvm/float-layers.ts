import { analyse } from "../../analyse/analyse.js";
import type { LayerAnalysis } from "../../analyse/analysis.js";
import type { Bench } from "../bench.js";
import { fewest } from "../remedies/fewest.js";
import type { Remedy } from "../remedies/remedy.js";
import type { LabelledSet } from "../sets.js";
import { snrOf } from "../trial.js";
import type { TvmState } from "./state.js";

/** Samples that layers are ranked on. */
const RANKED_ON = 8;
/** Float layers beyond which int8 makes no sense. */
const MOST_SHARE = 0.5;

/** The layers that cost the output most for their work in float, as few as reach the goal. */
export const floatLayers: Remedy<TvmState> = {
  name: "float layers",
  costly: true,
  async apply({ state, trial: start, sets, bench, isGoal, onTrial }) {
    const { layers } = await analyse({ ...state.quantized(), float: state.float }, sets.search.samples, {
      samples: RANKED_ON,
      onLayer: onTrial,
    });
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
    const ranked = layers.filter(({ cost }) => cost !== null).sort((a, b) => worth(b, macs) - worth(a, macs));
    const made = async (count: number) => {
      const next = withFloat(state, ranked.slice(0, count));
      return { state: next, trial: await bench.measure(next) };
    };
    const limit = Math.ceil(MOST_SHARE * ranked.length);
    const { state: found, isReached } = await fewest({ state, trial: start }, limit, made, isGoal);
    if (found === state) return undefined;
    let best = await recorrectedIfBetter(found, sets.calibration, bench);
    for (const layer of [...ranked].sort((a, b) => b.macs - a.macs)) {
      if (!isReached || !best.recipe.keepFloat.includes(layer.tensor)) continue;
      const keepFloat = best.recipe.keepFloat.filter((name) => name !== layer.tensor);
      const trial = best.with({ ...best.recipe, keepFloat });
      const found = await bench.measure(trial);
      if (isGoal(found) && snrOf(found) >= snrOf(start)) best = trial;
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

function withFloat(state: TvmState, layers: readonly LayerAnalysis[]): TvmState {
  const keepFloat = [...new Set([...state.recipe.keepFloat, ...layers.map(({ tensor }) => tensor)])];
  return state.with({ ...state.recipe, keepFloat });
}

async function recorrectedIfBetter(state: TvmState, calibration: LabelledSet, bench: Bench): Promise<TvmState> {
  const measured = await state.recorrected(calibration.samples);
  const [before, after] = [await bench.measure(state), await bench.measure(measured)];
  return snrOf(after) > snrOf(before) ? measured : state;
}
