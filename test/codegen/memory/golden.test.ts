import { describe, expect, test } from "vitest";
import { checkPlan } from "../../../src/codegen/memory/check.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { fuse } from "../../../src/ir/fuse/fuse.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";

/** Bytes of workspace of TVM's own planner (USMP, hill_climb), without inputs and outputs: the vectors' README. */
const TVM_WORKSPACE: Readonly<Record<string, number>> = {
  mobilenet96: 150_560,
  mini_mobilenet: 51_200,
  residual_add: 11_332,
  tutorial_nhwc: 81_920,
};

/** Plans a program and returns the size of the arena. */
function planned(program: Program): number {
  const plan = planMemory(program);
  checkPlan(program, plan);
  expect(plan.arenaBytes).toBeLessThanOrEqual(plan.lowerBound * 1.05);
  return plan.arenaBytes;
}

const compiled = (golden: GoldenCase): Program => compileForDebug(readModel(golden.path("quant.onnx"))).program;

describe("every case: valid and within 5 % of the lower bound", () => {
  const cases = goldenCases();
  let count = 0;

  test.each(cases)("$name, before and after its calls are fused", (golden) => {
    const program = compiled(golden);
    planned(program);
    planned(fuse(program));
    planned(fuse(program, { lookups: false }));
    count++;
  });

  test("counts", () => {
    console.log(`memory plan: ${count} of ${cases.length} cases`);
    expect(count).toBe(cases.length);
  });
});

test("never more than TVM's own planner", () => {
  const cases = goldenCases().filter(({ name }) => Object.hasOwn(TVM_WORKSPACE, name));
  for (const golden of cases) {
    const limit = TVM_WORKSPACE[golden.name] as number;
    for (const lookups of [true, false]) {
      const bytes = planned(fuse(compiled(golden), { lookups }));
      console.log(`${golden.name}: ${bytes} bytes of workspace, TVM's planner ${limit}`);
      expect(bytes, golden.name).toBeLessThanOrEqual(limit);
    }
  }
  expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(["residual_add", "tutorial_nhwc"]));
});
