import { fewest } from "../remedies/fewest.js";
import type { Remedy } from "../remedies/remedy.js";
import { snrOf } from "../trial.js";
import { layersOf } from "./layers.js";
import { withNarrowWeights } from "./narrow-weights.js";
import type { EspdlState } from "./state.js";

/** Samples that layers are ranked on. */
const RANKED_ON = 4;

/** The layers that cost the output most for their work in 16 bits, as few as reach the goal. */
export const int16Layers: Remedy<EspdlState> = {
  name: "int16 layers",
  costly: true,
  async apply({ state, trial: start, bench, isGoal, onTrial }) {
    const layers = layersOf(state.float).filter(({ node }) => !state.int16.includes(node));
    const all = layers.map(({ node }) => node);
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
    const few = bench.first(RANKED_ON);
    const costs: { readonly node: string; readonly macs: number; readonly worth: number }[] = [];
    for (const [i, layer] of layers.entries()) {
      // This layer alone in int8.
      const alone = state.withInt16(all.filter((node) => node !== layer.node));
      const noise = 10 ** (-snrOf(await few.measure(alone)) / 10);
      costs.push({ ...layer, worth: noise / (layer.macs / Math.max(macs, 1) + 0.02) });
      onTrial(i + 1, layers.length);
    }
    const ranked = [...costs].sort((a, b) => b.worth - a.worth);
    const made = async (count: number) => {
      const next = state.withInt16([...state.int16, ...ranked.slice(0, count).map(({ node }) => node)]);
      return { state: next, trial: await bench.measure(next) };
    };
    const { state: found, isReached } = await fewest({ state, trial: start }, ranked.length, made, isGoal);
    let best = found;
    for (const { node } of [...ranked].sort((a, b) => b.macs - a.macs)) {
      if (!isReached || !best.int16.includes(node)) continue;
      const next = state.withInt16(best.int16.filter((name) => name !== node));
      const found = await bench.measure(next);
      if (isGoal(found) && snrOf(found) >= snrOf(start)) best = next;
    }
    if (best === state) return undefined;
    best = await withNarrowWeights(best, bench, isGoal);
    const wide = new Set(best.int16);
    const share = layers.reduce((sum, layer) => sum + (wide.has(layer.node) ? layer.macs : 0), 0) / Math.max(macs, 1);
    const words = `${wide.size} of ${layers.length} layers in 16 bits: ${[...wide].join(", ")}`;
    return {
      state: best,
      words,
      cost: `${(100 * share).toFixed(1)} % of the MACs in ${best.isNarrow ? "W8A16" : "int16"}`,
    };
  },
};
