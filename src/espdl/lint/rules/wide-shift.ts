import { chipArithmetic } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { measure, outputOf } from "../measure.js";
import { some } from "../text.js";

/** Bits of the accumulator of an int8 product sum, and so the end of what can be shifted in C. */
const ACCUMULATOR_BITS = 32;

/** A shift by 32 or more wraps (half up) or is undefined (half even) on the chip; by the law the result is about 0. */
export const wideShift: LintRule = {
  name: "wide-shift",
  check: (context) =>
    context.calls("espdl.conv", "espdl.matmul").flatMap(([node, call]) => {
      const shift = call.attributes.shift as readonly number[];
      const wide = shift.flatMap((bits, channel) => (bits >= ACCUMULATOR_BITS ? [channel] : []));
      if (wide.length === 0 || call.types[0].dtype !== "int8") return [];
      const where = shift.length === 1 ? "" : ` in channels ${some(wide)}`;
      const inputs = context.inputs(call);
      const arithmetic = chipArithmetic(context.chip);
      const wrapped = {
        ...call,
        attributes: { ...call.attributes, shift: shift.map((bits) => bits % ACCUMULATOR_BITS) },
      };
      const [meant, made] = inputs ? [call, wrapped].map((layer) => outputOf(layer, inputs, arithmetic)) : [];
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `shifts its 32-bit sums by ${shift.reduce((a, b) => Math.max(a, b))}${where}: the result should be 0, the chip's is undefined (its shifter takes the count modulo 32)`,
          ...(meant && made ? { measured: measure(meant, made) } : {}),
          remedy: "these weights are almost 0: prune the channels, or quantize the kernel with one scale a tensor",
        },
      ];
    }),
};
