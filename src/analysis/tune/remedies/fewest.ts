import type { Trial } from "../trial.js";
import { snrOf } from "../trial.js";

/** A network with some layers changed. */
export interface Measured<S> {
  readonly state: S;
  readonly trial: Trial;
}

/**
 * The network with the fewest of a ranking's layers changed that reaches the goal, found by doubling and halving; where
 * none does, the best of those tried.
 * @param made with the first `count` layers changed
 */
export async function fewest<S>(
  start: Measured<S>,
  most: number,
  made: (count: number) => Promise<Measured<S>>,
  isGoal: (trial: Trial) => boolean,
): Promise<Measured<S> & { readonly isReached: boolean }> {
  let best = start;
  let [low, high] = [0, most + 1];
  for (let count = 1; count <= most && high > most; count = Math.min(2 * count, Math.max(most, count + 1))) {
    const found = await made(count);
    if (isGoal(found.trial)) [best, high] = [found, count];
    else {
      low = count;
      if (snrOf(found.trial) > snrOf(best.trial)) best = found;
    }
  }
  while (high <= most && high - low > 1) {
    const count = (low + high) >> 1;
    const found = await made(count);
    if (isGoal(found.trial)) [best, high] = [found, count];
    else low = count;
  }
  return { ...best, isReached: high <= most };
}
