import { chipArithmetic } from "../../chip.js";
import { integerOf } from "../context.js";
import type { LintRule } from "../finding.js";
import { measure, outputOf } from "../measure.js";

/** esp-dl 3.3.9 derives an int16 table's step from its size, and asserts that it is a power of two. */
export const lutStep: LintRule = {
  name: "lut-step",
  check: (context) =>
    context.calls("espdl.lut").flatMap(([node, call]) => {
      const step = integerOf(node, "int16_lut_step") ?? 0;
      if (step <= 0 || Number.isInteger(Math.log2(step))) return [];
      const inputs = context.inputs(call);
      const stated = { ...call, attributes: { ...call.attributes, step } };
      const meant = inputs && outputOf(stated, inputs, chipArithmetic(context.chip));
      const made = context.value({ layer: call.index, output: 0 });
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `its table has a step of ${step}, no power of two: a runtime that derives the step from the table's size takes ${call.attributes.step}, esp-dl 3.3.9 stops`,
          ...(meant && made && { measured: measure(meant, made) }),
          remedy: "export with a power of two as lut_optimization_setting.step (32 is the default)",
        },
      ];
    }),
};
