import type { Trial } from "../trial.js";
import { snrOf } from "../trial.js";

/** A network with some layers changed. */
export interface Measured<S> {
  readonly state: S;
  readonly trial: Trial;
}

/** Ways to change the first `count` layers of a ranking. */
export interface Changing<S> {
  /** The others staying as they are: quick. */
  readonly asIs: (count: number) => Promise<Measured<S>>;
  /** The others fitted to it: better. */
  readonly fitted: (count: number) => Promise<Measured<S>>;
}

/**
 * The network with the fewest of a ranking's layers changed that reaches the goal, found by doubling and halving; where
 * none does, the best of those tried.
 * @param most layers of the ranking
 */
export async function fewest<S>(
  start: Measured<S>,
  most: number,
  { asIs, fitted }: Changing<S>,
  isGoal: (trial: Trial) => boolean,
): Promise<Measured<S> & { readonly isReached: boolean }> {
  let best = start;
  let [low, high] = [0, most + 1];
  for (let count = 1; count <= most && high > most; count = next(count, most)) {
    const found = await asIs(count);
    if (isGoal(found.trial)) [best, high] = [found, count];
  }
  for (let count = 1; count <= most && high > most; count = next(count, most)) {
    const found = await fitted(count);
    if (isGoal(found.trial)) [best, high] = [found, count];
    else {
      low = count;
      if (snrOf(found.trial) > snrOf(best.trial)) best = found;
    }
  }
  while (high <= most && high - low > 1) {
    const count = (low + high) >> 1;
    const found = await fitted(count);
    if (isGoal(found.trial)) [best, high] = [found, count];
    else low = count;
  }
  return { ...best, isReached: high <= most };
}

/** Twice as many, the whole ranking at last. */
const next = (count: number, most: number): number => Math.min(2 * count, Math.max(most, count + 1));
