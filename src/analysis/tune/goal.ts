import { UserError } from "../../base/errors.js";
import type { Reached } from "./reached.js";
import type { Trial } from "./trial.js";

/** How good the integer network has to be. */
export type Goal =
  | { readonly kind: "float" /** Points that it may be worse than float, 0 … 1. */; readonly less: number }
  | { readonly kind: "snr" /** Of the worst output. */; readonly decibels: number };

/** `float-1%` or `20dB`. @throws UserError for anything else. */
export function parseGoal(text: string): Goal {
  const float = /^float-(\d+(?:\.\d+)?)%$/.exec(text);
  if (float && Number(float[1]) <= 100) return { kind: "float", less: Number(float[1]) / 100 };
  const snr = /^(\d+(?:\.\d+)?)dB$/.exec(text);
  if (snr) return { kind: "snr", decibels: Number(snr[1]) };
  throw new UserError(`--goal: expected float-1% or 20dB, got ${text}; write one of the two`);
}

export const goalText = (goal: Goal): string =>
  goal.kind === "snr" ? `${goal.decibels} dB` : `float − ${Number((100 * goal.less).toFixed(3))} %`;

/**
 * Without labels, agreement with float stands for accuracy.
 */
export function isReached(goal: Goal, { snr, agreement, accuracy, floatAccuracy }: Reached): boolean {
  if (goal.kind === "snr") return (snr ?? Number.POSITIVE_INFINITY) >= goal.decibels;
  const less = goal.less + 1e-9;
  if (accuracy === undefined || floatAccuracy === undefined) return agreement >= 1 - less;
  return accuracy >= floatAccuracy - less;
}

/** Whether other samples are likely to reach the goal: an expected loss within it by a standard error. */
export const isLikely = (goal: Goal, { reached, loss }: Trial): boolean =>
  goal.kind === "snr" ? isReached(goal, reached) : loss.mean + loss.error <= goal.less;
