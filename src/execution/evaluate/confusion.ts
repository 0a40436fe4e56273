/** How often each class (row) was recognized as each class (column). */
export type Confusion = readonly (readonly number[])[];

/** The index of the largest score; the first of equals. */
export function argmax(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if ((scores[i] as number) > (scores[best] as number)) best = i;
  return best;
}

/** @param truth @param predicted class numbers, 0 … classes − 1, one a sample */
export function confusion(truth: readonly number[], predicted: readonly number[], classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  truth.forEach((row, i) => {
    (counts[row] as number[])[predicted[i] as number]! += 1;
  });
  return counts;
}

/** Share of samples on the diagonal, 0 … 1. */
export function accuracy(matrix: Confusion): number {
  let right = 0;
  let all = 0;
  matrix.forEach((row, i) => {
    row.forEach((count, j) => {
      all += count;
      if (i === j) right += count;
    });
  });
  return right / all;
}
