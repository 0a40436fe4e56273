import type { State } from "../state.js";
import { snrOf } from "../trial.js";
import { fewest, type Measured } from "./fewest.js";
import { type RankedLayer, ranking } from "./ranking.js";
import type { RemedyContext } from "./remedy.js";

/** Layers that may be computed with more than eight bits. */
export interface Widening<S> {
  readonly layers: readonly RankedLayer[];
  /** How many of them may be wide at most, and what these may take of all multiplications, 0 … 1. */
  readonly share: number;
  /** A state with these layers wide, and no others of them. */
  readonly wide: (state: S, names: readonly string[]) => S;
}

/**
 * The network with as few of the layers wide as reach the goal, the others fitted anew to what they read then: where the
 * rounding of one layer goes, those behind it still have what took it back. Then each that can go back goes back, the
 * largest first.
 * @returns undefined where nothing is better than the start
 */
export async function widened<S extends State<S>>(
  { state: start, trial, sets, bench, isGoal }: RemedyContext<S>,
  { layers, share, wide }: Widening<S>,
): Promise<S | undefined> {
  const ranked = ranking(layers);
  const names = ranked.map(({ name }) => name);
  const chosen = new Map<S, readonly string[]>([[start, []]]);
  const measured = async (state: S, own: readonly string[]): Promise<Measured<S>> => {
    chosen.set(state, own);
    return { state, trial: await bench.measure(state) };
  };
  const asIs = (count: number): Promise<Measured<S>> => {
    const own = names.slice(0, count);
    return measured(wide(start, own), own);
  };
  const fitted = async (count: number): Promise<Measured<S>> => {
    const found = await asIs(count);
    const again = await measured(await found.state.recorrected(sets.calibration.samples), chosen.get(found.state)!);
    return snrOf(again.trial) > snrOf(found.trial) ? again : found;
  };
  const all = layers.reduce((sum, { macs }) => sum + macs, 0);
  let work = 0;
  const beyond = ranked.findIndex(({ macs }) => (work += macs) > share * all);
  const most = Math.min(beyond < 0 ? ranked.length : beyond, Math.ceil(share * ranked.length));
  const found = await fewest({ state: start, trial }, most, { asIs, fitted }, isGoal);
  if (found.state === start) return undefined;
  let best = found.state;
  for (const { name } of [...layers].sort((a, b) => b.macs - a.macs)) {
    const own = chosen.get(best)!;
    if (!found.isReached || !own.includes(name)) continue;
    const less = own.filter((other) => other !== name);
    const next = await measured(wide(best, less), less);
    if (isGoal(next.trial) && snrOf(next.trial) >= snrOf(trial)) best = next.state;
  }
  return best;
}
