import { UserError } from "../../base/errors.js";
import type { Reached } from "./reached.js";

/** How good the integer network has to be. */
export type Goal =
  | { readonly kind: "float" /** Points that it may be worse than float, 0 … 1. */; readonly less: number }
  | { readonly kind: "snr" /** Of the worst output. */; readonly decibels: number };

/** `float-1%` or `20dB`. @throws UserError for anything else. */
export function parseGoal(text: string): Goal {
  const float = /^float-(\d+(?:\.\d+)?)%$/.exec(text);
  if (float) return { kind: "float", less: Number(float[1]) / 100 };
  const snr = /^(\d+(?:\.\d+)?)dB$/.exec(text);
  if (snr) return { kind: "snr", decibels: Number(snr[1]) };
  throw new UserError(`--goal: expected float-1% or 20dB, got ${text}; write one of the two`);
}

export const goalText = (goal: Goal): string =>
  goal.kind === "snr" ? `${goal.decibels} dB` : `float − ${Number((100 * goal.less).toFixed(3))} %`;

/**
 * Without labels, agreement with float stands for accuracy.
 * @param chance by how much an accuracy may be short of the goal where it comes of few samples, 0 … 1
 */
export function isReached(goal: Goal, { snr, agreement, accuracy, floatAccuracy }: Reached, chance = 0): boolean {
  if (goal.kind === "snr") return (snr ?? Number.POSITIVE_INFINITY) >= goal.decibels;
  const less = goal.less + chance + 1e-9;
  if (accuracy === undefined || floatAccuracy === undefined) return agreement >= 1 - less;
  return accuracy >= floatAccuracy - less;
}
