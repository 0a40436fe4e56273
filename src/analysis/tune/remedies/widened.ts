import type { State } from "../state.js";
import { snrOf } from "../trial.js";
import { fewest, type Measured } from "./fewest.js";
import type { RemedyContext } from "./remedy.js";

/** Layers that may be computed with more bits than eight. */
export interface Widening<S> {
  /** What they are called, with their multiplications; those that are worth most for their work first. */
  readonly ranked: readonly { readonly name: string; readonly macs: number }[];
  /** How many of them at most. */
  readonly most: number;
  /** A state with these layers wide, and no others of them. */
  readonly wide: (state: S, names: readonly string[]) => S;
}

/**
 * The network with as few of the layers wide as reach the goal, the others fitted anew to what they read then: to take
 * the rounding of one layer away leaves the corrections of it in those behind. Then each that can go back goes back, the
 * largest first.
 * @returns undefined where nothing is better than the start
 */
export async function widened<S extends State<S>>(
  { state: start, trial, sets, bench, isGoal }: RemedyContext<S>,
  { ranked, most, wide }: Widening<S>,
): Promise<{ readonly state: S; readonly names: readonly string[] } | undefined> {
  const first = (count: number): string[] => ranked.slice(0, count).map(({ name }) => name);
  const fitted = async (state: S): Promise<Measured<S>> => {
    const [found, measured] = [await bench.measure(state), await state.recorrected(sets.calibration.samples)];
    const again = await bench.measure(measured);
    return snrOf(again) > snrOf(found) ? { state: measured, trial: again } : { state, trial: found };
  };
  const counts = new Map<S, number>([[start, 0]]);
  const made = async (count: number): Promise<Measured<S>> => {
    const found = await fitted(wide(start, first(count)));
    counts.set(found.state, count);
    return found;
  };
  const found = await fewest({ state: start, trial }, most, made, isGoal);
  if (found.state === start) return undefined;
  let best = found.state;
  let names = first(counts.get(best)!);
  for (const { name } of [...ranked].sort((a, b) => b.macs - a.macs)) {
    if (!found.isReached || !names.includes(name)) continue;
    const less = names.filter((own) => own !== name);
    const next = wide(best, less);
    const back = await bench.measure(next);
    if (isGoal(back) && snrOf(back) >= snrOf(trial)) [best, names] = [next, less];
  }
  return { state: best, names };
}
