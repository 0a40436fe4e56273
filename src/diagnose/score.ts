import type { Candidate, Prediction } from "./candidate.js";

/** How well a prediction fits the board. */
export interface Score {
  readonly explained: number;
  readonly explainedDiffering: number;
  /** Elements that it predicts wrongly. */
  readonly wrong: number;
}

/** A candidate that fits, with its score. */
export interface Fit extends Score {
  readonly candidate: Candidate;
  readonly prediction: Prediction;
}

/** Share of all, and of the differing elements, that a claim must explain. */
const EXPLAINED = 0.995;
const EXPLAINED_DIFFERING = 0.95;
/** The same for a cause that cannot know some elements (bytes from beyond a buffer). */
const EXPLAINED_PARTLY = 0.4;
const WRONG = 0.005;

export function score(prediction: Prediction, reference: ArrayLike<number>, board: ArrayLike<number>): Score {
  const { values, unknown } = prediction;
  let [right, differing, rightDiffering, wrong] = [0, 0, 0, 0];
  for (let i = 0; i < board.length; i++) {
    const value = board[i]!;
    const isDifferent = !alike(value, reference[i]!);
    if (isDifferent) differing++;
    if (unknown !== undefined && unknown[i] === 1) continue;
    if (alike(values[i]!, value)) {
      right++;
      if (isDifferent) rightDiffering++;
    } else wrong++;
  }
  return {
    explained: right / board.length,
    explainedDiffering: differing === 0 ? 0 : rightDiffering / differing,
    wrong,
  };
}

/** Equal numbers; a NaN is another's equal. */
export function alike(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** Whether a prediction reproduces (nearly) all bytes, those that are equal to the reference included. */
export function fits(
  { unknown }: Prediction,
  { explained, explainedDiffering, wrong }: Score,
  elements: number,
): boolean {
  if (unknown !== undefined) {
    return wrong <= WRONG * elements && explained >= EXPLAINED_PARTLY && explainedDiffering >= EXPLAINED_PARTLY;
  }
  return explained >= EXPLAINED && explainedDiffering >= EXPLAINED_DIFFERING;
}
