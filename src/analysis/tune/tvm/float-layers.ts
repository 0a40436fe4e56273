import { analyse } from "../../analyse/analyse.js";
import type { Remedy } from "../remedies/remedy.js";
import { widened } from "../remedies/widened.js";
import type { TvmState } from "./state.js";

/** Samples that layers are ranked on. */
const RANKED_ON = 8;
/** Layers in float, and work in float, beyond which int8 makes no sense. */
const MOST_SHARE = 0.5;

/** The layers that cost the output most for their work in float, as few as reach the goal. */
export const floatLayers: Remedy<TvmState> = {
  name: "float layers",
  costly: true,
  async apply(context) {
    const { state, sets, onTrial } = context;
    const { layers } = await analyse({ ...state.quantized(), float: state.float }, sets.search.samples, {
      samples: RANKED_ON,
      onLayer: onTrial,
    });
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
    const ranked = layers
      .filter(({ cost }) => cost !== null)
      .map(({ tensor: name, macs, cost }) => ({ name, macs, noise: 10 ** (-cost! / 10) }));
    const wide = (own: TvmState, names: readonly string[]): TvmState => own.withFloat(names, state);
    const found = await widened(context, { layers: ranked, share: MOST_SHARE, wide });
    if (found === undefined) return undefined;
    const kept = new Set(found.recipe.keepFloat);
    const share = layers.reduce((sum, layer) => sum + (kept.has(layer.tensor) ? layer.macs : 0), 0) / Math.max(macs, 1);
    const words = `${kept.size} of ${layers.length} layers in float: ${[...kept].join(", ")}`;
    return { state: found, words, cost: `${(100 * share).toFixed(1)} % MACs in float` };
  },
};
