import type { ExpectedLoss } from "./expected-loss.js";
import type { Reached } from "./reached.js";

/** A quantized model measured on a set. */
export interface Trial {
  readonly reached: Reached;
  /** Noise over signal of each sample, all outputs together. */
  readonly noise: readonly number[];
  /** What share of samples it is expected to get wrong that float gets right, less those the other way round. */
  readonly loss: ExpectedLoss;
}

export const snrOf = ({ reached }: Trial): number => reached.snr ?? Number.POSITIVE_INFINITY;

/** Standard errors that a difference must be away from none: among a hundred trials few pass by accident. */
const CERTAIN = 2.5;
/** Those by which narrower exponents have to be better: the search set may lack large values as the other did. */
export const SURE = 4;
const LEAST = 1e-12;
/** Fewer have no standard error that means anything. */
const LEAST_SAMPLES = 3;

/**
 * Whether the noise is less by no accident of the set: in sum, and in the mean of the logarithms of the samples' ratios,
 * which must be below 0 by some standard errors.
 */
export function isBetter(trial: Trial, than: Trial, errors = CERTAIN): boolean {
  if (trial.noise.length < LEAST_SAMPLES) return false;
  const sum = ({ noise }: Trial): number => noise.reduce((a, b) => a + b, 0);
  if (sum(trial) >= sum(than)) return false;
  const logs = trial.noise.map((noise, i) => Math.log((noise + LEAST) / (than.noise[i]! + LEAST)));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const variance = logs.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(logs.length - 1, 1);
  return mean < -errors * Math.sqrt(variance / logs.length);
}
