import type { Operand } from "../../../ir/graph/program.js";
import type { LintRule, RuleFinding } from "../finding.js";
import { productSumOf } from "../product-bound.js";
import { some } from "../text.js";

/** The quantizer clips a bias to its accumulator: 20 bits on the ESP32-S3, 32 elsewhere, 40 over int16. What was cut off is lost. */
export const clippedBias: LintRule = {
  name: "clipped-bias",
  check: (context) => {
    return context.calls("espdl.conv", "espdl.matmul").flatMap(([node, call]): RuleFinding[] => {
      const [{ layer, output }] = call.inputs as readonly [Operand];
      const wide = context.program!.layers[layer]!.types[output]!.dtype === "int16";
      const bits = wide ? 40 : context.chip === "esp32s3" ? 20 : 32;
      const high = 2 ** (bits - 1) - 1;
      const bias = productSumOf(context.program!, call)?.bias;
      if (bias === undefined) return [];
      const values = Array.from(bias, Number);
      const channels = (holds: (value: number) => boolean): number[] =>
        values.flatMap((value, channel) => (holds(value) ? [channel] : []));
      const wider = channels((value) => value > high || value < -high - 1);
      const clipped = channels((value) => value === high || value === -high - 1 || value === -high);
      const shift = call.attributes.shift as readonly number[];
      const steps = Math.round(high / 2 ** shift.reduce((a, b) => Math.min(a, b)));
      // Less than a step of the output is nothing lost.
      if (wider.length === 0 && (clipped.length === 0 || steps === 0)) return [];
      return [
        {
          severity: wider.length > 0 ? "error" : "warning",
          node: node.name,
          op: node.op,
          reason:
            wider.length > 0
              ? `the bias of channels ${some(wider)} is wider than ${bits} bits: the chip drops its high bits`
              : `the bias of channels ${some(clipped)} stands at an end of ${bits} bits, ${steps} steps of the output: the quantizer cut it off`,
          remedy: "give this node's output or input a coarser scale, or quantize it to int16",
        },
      ];
    });
  },
};
