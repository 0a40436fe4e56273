import type { RankedLayer } from "../remedies/ranking.js";
import type { Remedy } from "../remedies/remedy.js";
import { widened } from "../remedies/widened.js";
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
  async apply(context) {
    const { state, bench, isGoal, onTrial } = context;
    const layers = layersOf(state.float).filter(({ node }) => !state.int16.includes(node));
    const all = layers.map(({ node }) => node);
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
    const few = bench.first(RANKED_ON);
    const ranked: RankedLayer[] = [];
    for (const [i, { node, macs }] of layers.entries()) {
      const alone = state.withInt16(all.filter((other) => other !== node));
      ranked.push({ name: node, macs, noise: 10 ** (-snrOf(await few.measure(alone)) / 10) });
      onTrial(i + 1, layers.length);
    }
    const wide = (own: EspdlState, names: readonly string[]): EspdlState => own.withInt16([...state.int16, ...names]);
    const found = await widened(context, { layers: ranked, share: 1, wide });
    if (found === undefined) return undefined;
    const best = await withNarrowWeights(found, bench, isGoal);
    const chosen = new Set(best.int16);
    const share = layers.reduce((sum, layer) => sum + (chosen.has(layer.node) ? layer.macs : 0), 0) / Math.max(macs, 1);
    const words = `${chosen.size} of ${layers.length} layers in 16 bits: ${[...chosen].join(", ")}`;
    return {
      state: best,
      words,
      cost: `${(100 * share).toFixed(1)} % MACs in ${best.isNarrow ? "W8A16" : "int16"}`,
    };
  },
};
