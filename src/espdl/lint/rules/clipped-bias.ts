import { sizeOf } from "../../../../kernels-ref/index.js";
import type { CallLayer, Operand } from "../../../ir/graph/program.js";
import type { LintContext, LintNode } from "../context.js";
import type { LintRule, Measurement, RuleFinding } from "../finding.js";
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
      const measured = wider.length > 0 ? dropped(call, values, bits) : lost(context, node, call, values, clipped);
      const unknown = measured === undefined && wider.length === 0 ? "; how much is not in the file" : "";
      return [
        {
          severity: wider.length > 0 || (measured?.differing ?? 0) > 0 ? "error" : "warning",
          node: node.name,
          op: node.op,
          reason:
            wider.length > 0
              ? `the bias of channels ${some(wider)} is wider than ${bits} bits: the chip drops its high bits`
              : `the bias of channels ${some(clipped)} stands at an end of ${bits} bits, ${steps} steps of the output: the quantizer cut it off${unknown}`,
          ...(measured && { measured }),
          remedy: "give this node's output or input a coarser scale, or quantize it to int16",
        },
      ];
    });
  },
};

/** What a channel's output loses with the high bits of its bias, at most. */
function dropped(call: CallLayer, values: readonly number[], bits: number): Measurement {
  return inSteps(
    call,
    values.map((value) => value - Number(BigInt.asIntN(bits, BigInt(value)))),
  );
}

/** The float model's bias in the accumulator's scale against what is stored, in steps of the output. */
function lost(
  context: LintContext,
  { file }: LintNode,
  call: CallLayer,
  values: readonly number[],
  clipped: readonly number[],
): Measurement | undefined {
  const name = file.inputs[2] ?? "";
  const float = context.float(name);
  const exponents = context.initializer(name)?.exponents ?? [];
  if (float === undefined || float.size !== values.length || exponents.length === 0) return undefined;
  const meant = float.toNumbers();
  return inSteps(
    call,
    values.map((value, n) =>
      clipped.includes(n) ? meant[n]! / 2 ** exponents[exponents.length === 1 ? 0 : n]! - value : 0,
    ),
  );
}

/** Differences of sums, one a channel, as steps of the output. */
function inSteps({ types, attributes }: CallLayer, differences: readonly number[]): Measurement {
  const shift = attributes.shift as readonly number[];
  const elements = sizeOf(types[0].shape);
  const steps = differences.map((difference, n) =>
    Math.round(Math.abs(difference) / 2 ** shift[shift.length === 1 ? 0 : n]!),
  );
  const channels = steps.filter((count) => count > 0).length;
  return {
    elements,
    differing: (elements / steps.length) * channels,
    worst: steps.reduce((a, b) => Math.max(a, b), 0),
  };
}
