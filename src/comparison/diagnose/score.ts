import type { Candidate, Prediction } from "./candidate.js";

/** How well a prediction fits the board. */
export interface Score {
  readonly explained: number;
  readonly explainedDiffering: number;
  /** Number of elements that it predicts, and of those that it predicts wrongly. */
  readonly predicted: number;
  readonly wrong: number;
  /** Share of the differing elements among those it predicts that it predicts rightly. */
  readonly predictedDiffering: number;
}

/** A candidate that fits, with its score. */
export interface Fit extends Score {
  readonly candidate: Candidate;
  readonly prediction: Prediction;
  /** Whether it was read off from the runs. */
  readonly readOff?: true;
}

/** Share of all elements that a cause must predict that cannot know some (bytes from beyond a buffer). */
const PREDICTED = 0.02;

export function score(prediction: Prediction, reference: ArrayLike<number>, board: ArrayLike<number>): Score {
  const { values, unknown } = prediction;
  let [right, differing, rightDiffering, wrong, wrongDiffering] = [0, 0, 0, 0, 0];
  for (let i = 0; i < board.length; i++) {
    const value = board[i]!;
    const isDifferent = !alike(value, reference[i]!);
    if (isDifferent) differing++;
    if (unknown !== undefined && unknown[i] === 1) continue;
    if (alike(values[i]!, value)) {
      right++;
      if (isDifferent) rightDiffering++;
    } else {
      wrong++;
      if (isDifferent) wrongDiffering++;
    }
  }
  const predictedDiffering = rightDiffering + wrongDiffering;
  return {
    explained: right / board.length,
    explainedDiffering: differing === 0 ? 0 : rightDiffering / differing,
    predicted: right + wrong,
    wrong,
    predictedDiffering: predictedDiffering === 0 ? 0 : rightDiffering / predictedDiffering,
  };
}

/** Equal numbers; a NaN is another's equal. */
export function alike(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** Whether a prediction gives every byte that it speaks of, those that are equal to the reference included. */
export function fits({ predicted, wrong, predictedDiffering }: Score, elements: number): boolean {
  return predicted >= PREDICTED * elements && wrong === 0 && predictedDiffering > 0;
}
