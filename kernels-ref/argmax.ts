import { isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { reduction } from "./reduce.js";

type Better = (candidate: number | bigint, champion: number | bigint) => boolean;

/** The position of the best element along `axis`; of equals the first, or the last if `select_last_index`. */
function positionOf(better: Better): Kernel {
  return ([input], attributes, [output]) => {
    const { starts, steps } = reduction(input, attributes);
    const last = attributes.select_last_index === true;
    const x = input.data;
    const out = output.data;
    for (let o = 0; o < starts.length; o++) {
      let best = 0;
      for (let i = 1; i < steps.length; i++) {
        const candidate = x[starts[o] + steps[i]];
        const champion = x[starts[o] + steps[best]];
        if (better(candidate, champion) || (last && candidate === champion)) best = i;
      }
      if (isInt64(out)) out[o] = BigInt(best);
      else out[o] = best;
    }
  };
}

/** `argmax`: where the largest element stands. */
export const argmax = positionOf((candidate, champion) => candidate > champion);
/** `argmin`: where the smallest element stands. */
export const argmin = positionOf((candidate, champion) => candidate < champion);
