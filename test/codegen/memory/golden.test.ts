import { describe, expect, test } from "vitest";
import { checkPlan } from "../../../src/codegen/memory/check.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { readModel } from "../../../src/onnx/read.js";
import { compileForDebug } from "../../../src/passes/compile.js";
import { goldenCases } from "../../golden/cases.js";

describe("every case, before its calls are fused: valid and within 5 % of the lower bound", () => {
  const cases = goldenCases();
  let planned = 0;

  test.each(cases)("$name", (golden) => {
    const { program } = compileForDebug(readModel(golden.path("quant.onnx")));
    const plan = planMemory(program);
    checkPlan(program, plan);
    expect(plan.arenaBytes).toBeLessThanOrEqual(plan.lowerBound * 1.05);
    planned++;
  });

  test("counts", () => {
    console.log(`memory plan: ${planned} of ${cases.length} cases`);
    expect(planned).toBe(cases.length);
  });
});
