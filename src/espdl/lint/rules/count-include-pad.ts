import { Tensor } from "../../../base/tensor/tensor.js";
import { numbers } from "../../../ir/graph/graph.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import { integerOf, type LintContext } from "../context.js";
import type { LintRule, Measurement, RuleFinding } from "../finding.js";
import { measure, severityOf } from "../measure.js";

/** The chip divides by the whole window also at the border, as count_include_pad = 1 asks; ONNX's default is 0. */
export const countIncludePad: LintRule = {
  name: "count-include-pad",
  check: (context) =>
    context.calls("espdl.avg_pool").flatMap(([node, call]): RuleFinding[] => {
      if (node.op !== "AveragePool" || (integerOf(node, "count_include_pad") ?? 0) !== 0) return [];
      if (numbers(call.attributes, "pads").every((pad) => pad === 0)) return [];
      const measured = border(context, call);
      return [
        {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason:
            "count_include_pad is 0, but the chip divides by the whole window also at the border: averages there come out too small",
          ...(measured && { measured }),
          remedy: "set count_include_pad = True in the float model, or pad by a node of its own",
        },
      ];
    }),
};

/** The chip's averages against those over the valid taps only. */
function border(context: LintContext, call: CallLayer): Measurement | undefined {
  const [data] = context.inputs(call) ?? [];
  const made = context.value({ layer: call.index, output: 0 });
  if (data === undefined || made === undefined || !made.dtype.startsWith("int")) return undefined;
  const [kernel, strides, pads] = ["kernel_shape", "strides", "pads"].map((name) => numbers(call.attributes, name));
  const taps = kernel.map((size, axis) =>
    Array.from({ length: made.shape[axis + 1]! }, (_, position) => {
      const start = position * strides[axis]! - pads[axis]!;
      return Math.min(start + size, data.shape[axis + 1]!) - Math.max(start, 0);
    }),
  );
  const area = kernel.reduce((product, size) => product * size, 1);
  const space = taps.reduce((counts, axis) => counts.flatMap((count) => axis.map((n) => count * n)), [1]);
  const channels = made.shape.at(-1)!;
  const meant = Tensor.zeros(made.dtype, made.shape);
  const end = made.dtype === "int8" ? 127 : 32767;
  for (let i = 0; i < made.size; i++) {
    const count = space[Math.floor(i / channels) % space.length]!;
    meant.data[i] = Math.max(-end - 1, Math.min(end, Math.round((Number(made.data[i]) * area) / count)));
  }
  return measure(meant, made);
}
