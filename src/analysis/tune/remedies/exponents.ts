import { foretoldLargest } from "../equalization/foretold.js";
import type { State } from "../state.js";
import { isBetter } from "../trial.js";
import { NOTHING, type Remedy } from "./remedy.js";

const HIGHEST = 127;

/**
 * Every exponent one up and one down, kept where the network's output is nearer to float in the chip's integers; not down
 * where values would be clipped that the search set may be too small to hold.
 */
export const exponents = <S extends State<S>>(): Remedy<S> => ({
  name: "exponents",
  costly: false,
  async apply({ state, trial, sets, bench, onTrial }) {
    let [best, least] = [state, trial];
    const groups = state.groups();
    const made = groups.map((group) => group.at(-1)!);
    const largest = await foretoldLargest(state.float, made, sets.calibration.samples);
    let changed = 0;
    for (const [i, group] of groups.entries()) {
      const exponent = best.exponentOf(made[i]!);
      const clips = exponent !== undefined && HIGHEST * 2 ** (exponent - 1) < (largest.get(made[i]!) ?? 0);
      for (const step of clips ? [1] : [-1, 1]) {
        const next = best.moved(group, step);
        const found = await bench.measure(next);
        if (!isBetter(found, least)) continue;
        [best, least] = [next, found];
        changed++;
        break;
      }
      onTrial(i + 1, groups.length);
    }
    if (changed === 0) return undefined;
    const measured = await best.recorrected(sets.calibration.samples);
    const again = await bench.measure(measured);
    const words = `${changed} of ${groups.length} exponents by the error of the output`;
    return { state: isBetter(least, again) ? best : measured, words, cost: NOTHING };
  },
});
