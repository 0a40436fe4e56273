import { expect, it } from "vitest";
import { expectedLoss, marginOf, NO_LOSS } from "../../src/analysis/tune/expected-loss.js";
import { isLikely } from "../../src/analysis/tune/goal.js";
import { fewest } from "../../src/analysis/tune/remedies/fewest.js";
import { type RankedLayer, ranking } from "../../src/analysis/tune/remedies/ranking.js";
import { snrOf, type Trial } from "../../src/analysis/tune/trial.js";

const trial = (snr: number): Trial => ({ reached: { snr, agreement: 1 }, noise: [], loss: NO_LOSS });

/**
 * The count that is found among `most` layers when `wanted` of them reach the goal, and the counts that others were
 * fitted for; without that it takes `later` more.
 */
async function search(most: number, wanted: number, later = 0) {
  const tried: number[] = [];
  const asIs = async (count: number) => ({ state: count, trial: trial(count - later) });
  const fitted = async (count: number) => {
    tried.push(count);
    return { state: count, trial: trial(count) };
  };
  const start = { state: 0, trial: trial(0) };
  const { state, isReached } = await fewest(start, most, { asIs, fitted }, (t) => snrOf(t) >= wanted);
  return { state, isReached, tried };
}

it.each([1, 2, 3, 7, 30, 54, 55])("finds the fewest of 55 layers that reach a goal: %d", async (wanted) => {
  const { state, isReached, tried } = await search(55, wanted);
  expect([state, isReached]).toEqual([wanted, true]);
  expect(tried.length).toBeLessThanOrEqual(6);
  const later = await search(55, wanted, 5);
  expect([later.state, later.isReached]).toEqual([wanted, true]);
  expect(later.tried.length).toBeLessThanOrEqual(12);
});

it("ranks layers by noise for their work, one that makes most of the noise before all", () => {
  const named = (name: string, macs: number, noise: number) => ({ name, macs, noise });
  const order = (...layers: RankedLayer[]): string =>
    ranking(layers)
      .map(({ name }) => name)
      .join("");
  expect(order(named("a", 10, 1), named("b", 80, 1), named("c", 5, 1), named("d", 1, 1))).toBe("dcab");
  expect(order(named("a", 10, 1), named("b", 80, 4), named("c", 5, 1), named("d", 1, 1))).toBe("bdca");
  expect(order()).toBe("");
});

it("keeps the best of those tried where none reaches it, the whole ranking among them", async () => {
  expect(await search(9, 100)).toEqual({ state: 9, isReached: false, tried: [1, 2, 4, 8, 9] });
  expect(await search(1, 100)).toEqual({ state: 1, isReached: false, tried: [1] });
  expect(await search(0, 100)).toEqual({ state: 0, isReached: false, tried: [] });
});

const normalMargins = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 0.5) / 10);

it("expects of a noise what shares of a normal distribution say", () => {
  // Noise of one: Φ(0.5), Φ(1), Φ(2) of any table.
  const { mean } = expectedLoss([0.5, 1, 2], [1, -1]);
  expect(mean).toBeCloseTo(1 - (0.691462 + 0.841345 + 0.97725) / 3, 5);
  // As far below as above: what is lost on one side is won on the other.
  expect(expectedLoss([0.5, -0.5, 3, -3], [1]).mean).toBeCloseTo(0, 6);
  expect(expectedLoss([0.5, -0.5], [0, 0])).toEqual(NO_LOSS);
});

it("says how sure that is, from all margins, not from flips alone", () => {
  const [few, many] = [normalMargins(40), [...normalMargins(40), ...normalMargins(40)]];
  const [one, other] = [expectedLoss(few, [0.2]), expectedLoss(many, [0.2])];
  expect(one.mean).toBeGreaterThan(0);
  expect(other.mean).toBeCloseTo(one.mean, 9);
  expect(other.error).toBeLessThan(0.75 * one.error);
});

it("takes a score without another as never lost, and a label that no score has as never right", () => {
  expect(marginOf([3], 0)).toBe(Number.POSITIVE_INFINITY);
  expect(marginOf([1, 5, 3], 1)).toBe(2);
  expect(marginOf([1, 5, 3], 2)).toBe(-2);
  expect(expectedLoss([marginOf([1, 2], 7), 4], [Number.NaN, 0.01]).mean).toBeCloseTo(0, 9);
  expect(expectedLoss([Number.POSITIVE_INFINITY], [Number.NaN])).toEqual(NO_LOSS);
});

it("calls a goal of accuracy likely only where a standard error more still meets it", () => {
  const goal = { kind: "float", less: 0.005 } as const;
  const reached = { snr: 30, agreement: 0.97, accuracy: 0.75, floatAccuracy: 0.77 };
  const likely = (mean: number, error: number): boolean =>
    isLikely(goal, { reached, noise: [], loss: { mean, error } });
  expect([likely(0.002, 0.002), likely(0.004, 0.002), likely(-0.01, 0.02)]).toEqual([true, false, false]);
  expect(isLikely({ kind: "snr", decibels: 31 }, { reached, noise: [], loss: NO_LOSS })).toBe(false);
});
