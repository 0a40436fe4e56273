import { KERNELS } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import { chipArithmetic } from "../../chip.js";
import { requantized } from "../../requantized.js";
import { erf } from "../../write/tables/erf.js";
import type { LintContext } from "../context.js";
import type { LintRule, Measurement } from "../finding.js";
import { measure, severityOf } from "../measure.js";

/** int16 Gelu is looked up on the chip; before esp-ppq 1.3.12, and without its LUT pass, the exporter simulates the formula. */
export const geluTable: LintRule = {
  name: "gelu-table",
  check: (context) =>
    context.calls("espdl.lut").flatMap(([node, call]) => {
      if (node.op !== "Gelu" || call.types[0].dtype !== "int16") return [];
      const measured = againstFormula(context, call);
      return [
        {
          severity: severityOf(measured && { ...measured, differing: measured.worst > 1 ? measured.differing : 0 }),
          node: node.name,
          op: node.op,
          reason: "int16 Gelu: the chip takes the nearest entry of its table, the exporter simulates the formula",
          ...(measured && { measured }),
          remedy: "export with esp-ppq 1.3.12 or later and its LUT pass (step 32), or quantize this node to int8",
        },
      ];
    }),
};

function againstFormula(context: LintContext, call: CallLayer): Measurement | undefined {
  const [data] = context.inputs(call) ?? [];
  const made = context.value({ layer: call.index, output: 0 });
  const from = context.program!.layers[call.inputs[0].layer].exponent;
  if (data === undefined || made === undefined || typeof from !== "number" || typeof call.exponent !== "number")
    return undefined;
  const real = requantized(data, from, "float32", 0, context.chip);
  const gelu = Float32Array.from(real.data as Float32Array, (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)));
  const meant = Tensor.zeros("int16", data.shape);
  const attributes = { input_exponent: 0, output_exponent: call.exponent };
  KERNELS.get("espdl.requantize")!(
    [new Tensor("float32", data.shape, gelu)],
    attributes,
    [meant],
    chipArithmetic(context.chip),
  );
  return measure(meant, made);
}
