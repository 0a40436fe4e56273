import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPlan } from "../../../src/codegen/memory/check.js";
import { type MemoryPlan, planMemory } from "../../../src/codegen/memory/plan.js";
import { ProgramBuilder, randomProgram } from "./programs.js";

const offsets = (plan: MemoryPlan): number[] => plan.buffers.map(({ offset }) => offset);

describe("planMemory", () => {
  test("a chain needs the two largest neighbours, each rounded up to 16", () => {
    const build = new ProgramBuilder();
    const a = build.call("relu", 100, build.input(10));
    const b = build.call("relu", 30, a);
    const c = build.call("relu", 100, b);
    const plan = planMemory(build.build(build.call("relu", 10, c)));
    expect([plan.arenaBytes, plan.lowerBound]).toEqual([144, 144]);
    expect(plan.live).toEqual([0, 112, 144, 144, 112]);
    expect(offsets(plan).every((offset) => offset % 16 === 0)).toBe(true);
  });

  test("inputs, outputs and weights are outside of the arena", () => {
    const build = new ProgramBuilder();
    const input = build.input(1000);
    const sum = build.call("add", 1000, input, build.param(1000));
    const plan = planMemory(build.build(sum));
    expect(plan.arenaBytes).toBe(0);
    expect([plan.inputBytes, plan.outputBytes, plan.weightBytes]).toEqual([1000, 1000, 1008]);
    expect(plan.places.map(([place]) => place?.kind)).toEqual(["input", "param", "output"]);
    expect(plan.copies).toEqual([]);
  });

  test("a reshape shares its operand's bytes, up to the model's output", () => {
    const build = new ProgramBuilder();
    const a = build.call("relu", 64, build.input(64));
    const flat = build.call("reshape", 64, a);
    const b = build.call("relu", 64, build.call("squeeze", 64, flat));
    const plan = planMemory(build.build(build.call("expand_dims", 64, b)));
    expect(plan.buffers).toHaveLength(1);
    expect(plan.buffers[0]!.results.map(({ layer }) => layer)).toEqual([1, 2, 3]);
    expect(plan.places[4]).toEqual([{ kind: "output", output: 0 }]);
    expect(plan.places[5]).toEqual([{ kind: "output", output: 0 }]);
  });

  test("an output that is an input, or another output, is copied", () => {
    const build = new ProgramBuilder();
    const input = build.input(32);
    const a = build.call("relu", 32, input);
    const plan = planMemory(build.build(a, build.call("reshape", 32, input), a));
    expect(plan.copies).toEqual([
      { from: { layer: 2, output: 0 }, output: 1 },
      { from: { layer: 1, output: 0 }, output: 2 },
    ]);
  });

  test("a result that nobody reads still has room while its call runs", () => {
    const build = new ProgramBuilder();
    const split = build.call("split", [64, 64, 64], build.call("relu", 192, build.input(1)));
    const program = build.build(build.call("relu", 64, { ...split, output: 1 }));
    const plan = planMemory(program);
    expect(plan.arenaBytes).toBe(384);
    checkPlan(program, plan);
  });

  test("in place only where the call allows it, the operand is dead and as large", () => {
    const build = new ProgramBuilder();
    const a = build.call("relu", 64, build.input(64));
    const b = build.call("relu", 64, a);
    const c = build.call("add", 64, b, a);
    const program = build.build(build.call("relu", 16, build.call("pool", 16, c)));
    expect(planMemory(program).arenaBytes).toBe(192);
    const plan = planMemory(program, { inPlace: () => 0 });
    expect(plan.arenaBytes).toBe(128);
    expect(plan.buffers.map(({ results }) => results.map(({ layer }) => layer))).toEqual([[1], [2, 3]]);
    checkPlan(program, plan);
  });

  test("a table lookup is done in place", () => {
    const build = new ProgramBuilder();
    const a = build.call("relu", 64, build.input(64));
    const program = build.build(build.call("relu", 16, build.call("esp.lookup", 64, a)));
    expect(planMemory(program).arenaBytes).toBe(64);
  });

  test("random programs: valid, within 5 % of the bound, the same plan twice", () => {
    let worst = 1;
    const property = fc.property(fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.nat()), (calls, stream) => {
      const random = (limit: number): number => (stream.next().value as number) % limit;
      const program = randomProgram(random, calls);
      for (const inPlace of [undefined, () => 0]) {
        const plan = planMemory(program, inPlace && { inPlace });
        checkPlan(program, plan);
        worst = Math.max(worst, plan.arenaBytes / Math.max(1, plan.lowerBound));
        expect(planMemory(program, inPlace && { inPlace })).toEqual(plan);
      }
    });
    fc.assert(property, { seed: 4, numRuns: 300 });
    console.log(`300 random programs: at most ${((worst - 1) * 100).toFixed(1)} % above the lower bound`);
    expect(worst).toBeLessThanOrEqual(1.05);
  });
});
