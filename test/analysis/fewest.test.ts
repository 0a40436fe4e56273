import { expect, it } from "vitest";
import { isReached } from "../../src/analysis/tune/goal.js";
import { fewest } from "../../src/analysis/tune/remedies/fewest.js";
import { snrOf, type Trial } from "../../src/analysis/tune/trial.js";

const trial = (snr: number): Trial => ({ reached: { snr, agreement: 1 }, noise: [], chance: 0 });

/** The count that is found among `most` layers when `wanted` of them reach the goal, and the counts that were tried. */
async function search(most: number, wanted: number) {
  const tried: number[] = [];
  const made = async (count: number) => {
    tried.push(count);
    return { state: count, trial: trial(count) };
  };
  const { state, isReached } = await fewest({ state: 0, trial: trial(0) }, most, made, (t) => snrOf(t) >= wanted);
  return { state, isReached, tried };
}

it.each([1, 2, 3, 7, 30, 54, 55])("finds the fewest of 55 layers that reach a goal: %d", async (wanted) => {
  const { state, isReached, tried } = await search(55, wanted);
  expect([state, isReached]).toEqual([wanted, true]);
  expect(tried.length).toBeLessThanOrEqual(12);
});

it("keeps the best of those tried where none reaches it, the whole ranking among them", async () => {
  expect(await search(9, 100)).toEqual({ state: 9, isReached: false, tried: [1, 2, 4, 8, 9] });
  expect(await search(1, 100)).toEqual({ state: 1, isReached: false, tried: [1] });
  expect(await search(0, 100)).toEqual({ state: 0, isReached: false, tried: [] });
});

it("does not call a goal of accuracy missed for what one standard error of few samples explains", () => {
  const goal = { kind: "float", less: 0.005 } as const;
  const found = { snr: 30, agreement: 0.97, accuracy: 0.75, floatAccuracy: 0.77 };
  expect(isReached(goal, found)).toBe(false);
  // Three of 100 samples differ.
  expect(isReached(goal, found, Math.sqrt(3) / 100)).toBe(true);
  expect(isReached(goal, { ...found, accuracy: 0.7 }, Math.sqrt(7) / 100)).toBe(false);
  expect(isReached({ kind: "snr", decibels: 31 }, found, 1)).toBe(false);
});
