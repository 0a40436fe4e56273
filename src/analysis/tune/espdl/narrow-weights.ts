import type { Bench } from "../bench.js";
import type { Trial } from "../trial.js";
import type { EspdlState } from "./state.js";

/** The 16-bit layers with int8 weights (W8A16), half of their bytes, where the goal is reached with them too. */
export async function withNarrowWeights(
  state: EspdlState,
  bench: Bench,
  isGoal: (trial: Trial) => boolean,
): Promise<EspdlState> {
  if (state.int16.length === 0 || !isGoal(await bench.measure(state))) return state;
  const narrow = state.withNarrowWeights();
  return isGoal(await bench.measure(narrow)) ? narrow : state;
}
