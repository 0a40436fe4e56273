import { type Attributes, roundToInteger, saturate } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { chipArithmetic } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { measure, outputOf } from "../measure.js";

/** PReLU as exporters mean it: positives rescaled, negatives rounded and saturated, as the vector units run int8. */
export const preluLaw: LintRule = {
  name: "prelu-law",
  check: (context) =>
    context.calls("espdl.prelu").flatMap(([node, call]) => {
      const inputs = context.inputs(call);
      const made = inputs && outputOf(call, inputs, chipArithmetic(context.chip));
      const meant = inputs && rounded(call.attributes, inputs[0]!, inputs[1]!, context.chip === "esp32p4");
      if (made === undefined || meant === undefined || made.dtype === "float32") return [];
      const measured = measure(meant, made);
      const isRescaled = Number(call.attributes.rescale) !== 0;
      // One step is how an integer shift rounds; more is another law.
      if (measured.worst <= 1 || measured.differing === 0) return [];
      const what =
        made.dtype === "int16" && context.chip === "esp32s3" && !isRescaled
          ? "keeps the low 16 bits of a negative product instead of saturating"
          : "copies what is positive although input and output have two scales, and shifts negative products down";
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `${made.dtype} PReLU on ${context.chip} ${what}`,
          measured,
          remedy: "give its input and output one scale with room for its negative branch, and export again",
        },
      ];
    }),
};

/** One rounding of every element; the slopes as the kernel takes them. */
function rounded(attributes: Attributes, data: Tensor, slope: Tensor, halfEven: boolean): Tensor | undefined {
  if (data.dtype !== "int8" && data.dtype !== "int16") return undefined;
  const [low, high] = data.dtype === "int8" ? [-128, 127] : [-32768, 32767];
  const [up, down] = [2 ** -Number(attributes.rescale), 2 ** -Number(attributes.shift)];
  const channels = data.shape.at(-1) ?? 1;
  const result = Tensor.zeros(data.dtype, data.shape);
  for (let i = 0; i < data.size; i++) {
    const x = Number(data.data[i]);
    const alpha = Number(slope.data[slope.size === 1 ? 0 : i % channels]);
    const real = x > 0 ? x * up : x * alpha * down;
    result.data[i] = saturate(roundToInteger(real, halfEven ? "half-even" : "half-up"), low!, high!);
  }
  return result;
}
