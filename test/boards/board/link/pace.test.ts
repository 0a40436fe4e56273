import { expect, test } from "vitest";
import { Pace } from "../../../../src/boards/board/link/pace.js";

test("a board that was not measured yet is taken for slower than any", () => {
  const pace = new Pace([1000, 5_000_000, 50_000_000], 120_000);
  expect([0, 1, 2].map((call) => pace.allowed(call))).toEqual([10, 50_000, 120_000]);
});

test("a call may take 20 times as long as those before it for its work", () => {
  const pace = new Pace([1000, 2000, 1_000_000, 9], 120_000);
  pace.note(0, 10);
  expect(pace.allowed(1)).toBe(400);
  pace.note(1, 20);
  expect(pace.allowed(2)).toBe(120_000);
  expect(pace.allowed(3)).toBeCloseTo(1.8, 10);
});
