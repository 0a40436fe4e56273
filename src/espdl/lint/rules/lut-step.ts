import { sizeOf } from "../../../../kernels-ref/index.js";
import { chipArithmetic } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { measure, outputOf } from "../measure.js";

/** esp-dl 3.3.9 derives an int16 table's step from its size, and asserts that it is a power of two. */
export const lutStep: LintRule = {
  name: "lut-step",
  check: (context) =>
    context.calls("espdl.lut").flatMap(([node, call]) => {
      const step = Number(call.attributes.step ?? 0);
      if (step === 0 || Number.isInteger(Math.log2(step))) return [];
      const table = context.program!.layers[call.inputs[1].layer].types[0];
      const derived = Math.floor(65536 / (sizeOf(table.shape) - 1));
      const inputs = context.inputs(call);
      const sized = { ...call, attributes: { ...call.attributes, step: derived } };
      const arithmetic = chipArithmetic(context.chip);
      const [meant, made] = inputs ? [call, sized].map((layer) => outputOf(layer, inputs, arithmetic)) : [];
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `its table has a step of ${step}, no power of two: a runtime that derives the step from the table's size takes ${derived}, esp-dl 3.3.9 stops`,
          ...(meant && made && { measured: measure(meant, made) }),
          remedy: "export with a power of two as lut_optimization_setting.step (32 is the default)",
        },
      ];
    }),
};
