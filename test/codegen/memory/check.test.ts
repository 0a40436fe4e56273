import { expect, test } from "vitest";
import { checkPlan } from "../../../src/codegen/memory/check.js";
import { type ArenaBuffer, type MemoryPlan, planMemory } from "../../../src/codegen/memory/plan.js";
import { ProgramBuilder } from "./programs.js";

const build = new ProgramBuilder();
const a = build.call("relu", 64, build.input(64));
const b = build.call("relu", 64, a);
const program = build.build(build.call("relu", 64, build.call("add", 64, a, b)));
const plan = planMemory(program);

function changed(buffer: number, change: Partial<ArenaBuffer>): MemoryPlan {
  return { ...plan, buffers: plan.buffers.map((old, i) => (i === buffer ? { ...old, ...change } : old)) };
}

test("a good plan passes", () => {
  expect(() => checkPlan(program, plan)).not.toThrow();
});

test.each([
  ["an odd offset", changed(0, { offset: 8 }), "not a multiple of 16"],
  ["a buffer that sticks out", changed(0, { offset: plan.arenaBytes }), "outside of the arena"],
  ["two live buffers on the same bytes", changed(0, { offset: plan.buffers[1]!.offset }), "live at once and overlap"],
  ["a buffer given up before its last reader", changed(0, { last: 2 }), "not held at layer 3"],
  ["a buffer that is too small", changed(0, { bytes: 32 }), "not held at layer 1"],
  ["an arena below the bound", { ...plan, lowerBound: plan.arenaBytes + 1 }, "smaller than its lower bound"],
  ["a result without a place", { ...plan, places: [] }, "has no place"],
])("%s is found", (_, wrong, message) => {
  expect(() => checkPlan(program, wrong)).toThrow(message);
});
