import { erf } from "../../espdl/write/tables/erf.js";
import { argmax } from "../../execution/evaluate/confusion.js";

/** What share of the samples a network is expected to lose, 0 … 1, and the standard error of that. */
export interface ExpectedLoss {
  readonly mean: number;
  readonly error: number;
}

export const NO_LOSS: ExpectedLoss = { mean: 0, error: 0 };

/** By how much the score of a class is above the largest of the others; below 0 where another is chosen. */
export function marginOf(scores: ArrayLike<number>, truth: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if (i !== truth && scores[i]! > most) most = scores[i]!;
  return (scores[truth] ?? Number.NEGATIVE_INFINITY) - most;
}

/** The classes that count as right: the labels, or what float says where there are none. */
export const truthOf = (labels: readonly number[] | undefined, float: readonly ArrayLike<number>[]): number[] =>
  float.map((scores, i) => labels?.[i] ?? argmax(scores));

/**
 * What normal noise on the margins takes: a sample that float has right is right with probability Φ(margin / σ), and so is
 * one that float has wrong. Near ties weigh as much whether they fell well or not, so few samples tell more than by counting.
 * @param margins of the float network
 * @param noise int8's margins less float's, of samples that nothing was fitted to
 */
export function expectedLoss(margins: readonly number[], noise: readonly number[]): ExpectedLoss {
  // One score alone has no other to lose to: its margin is infinite.
  const finite = noise.filter(Number.isFinite);
  const sigma = Math.sqrt(finite.reduce((sum, error) => sum + error * error, 0) / Math.max(finite.length, 1));
  const losses = margins.map((margin) => (margin > 0 ? 1 : 0) - (sigma > 0 ? normal(margin / sigma) : +(margin > 0)));
  const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / Math.max(losses.length - 1, 1);
  return { mean, error: Math.sqrt(variance / losses.length) };
}

/** The standard normal distribution. */
const normal = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));
