import { isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { severityOf } from "../measure.js";
import { againstPlain } from "../vector-law.js";

/** A change of scale to the left multiplies by a small signed integer on the vector units: too large a one turns the sign. */
export const leftRescale: LintRule = {
  name: "left-rescale",
  check: (context) => {
    if (!isVectorChip(context.chip)) return [];
    const isS3 = context.chip === "esp32s3";
    return context.calls("espdl.requantize", "espdl.resize", "espdl.prelu").flatMap(([node, call]) => {
      const { layer, output } = call.inputs[0];
      const from = context.program!.layers[layer].types[output].dtype;
      const to = call.types[0].dtype;
      const { input_exponent, output_exponent, rescale, mode } = call.attributes;
      const left = rescale === undefined ? Number(input_exponent) - Number(output_exponent) : -Number(rescale);
      if (!from.startsWith("int") || !to.startsWith("int") || left <= 0) return [];
      const isRequantize = call.op === "espdl.requantize";
      if (!isRequantize && (to !== "int8" || mode === "linear")) return [];
      const isWide = isRequantize && isS3 && from === "int16" && to === "int8";
      const limit = isWide ? 4 : isRequantize && !(isS3 && from === "int8" && to === "int8") ? 15 : 7;
      if (left < limit) return [];
      // Resize in plain C wraps: a comparison with it says nothing of what was meant.
      const measured = isRequantize ? againstPlain(context, call) : undefined;
      if (measured?.differing === 0 && call.op === "espdl.requantize" && from === "int16" && to === "int16") return [];
      const factor = `2^${left}`;
      return [
        {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason: isWide
            ? `multiplies int16 by ${factor}: the chip reads the product as 20 bits, beyond ±2^19 it wraps`
            : `multiplies by ${factor}, which the chip holds in ${limit + 1} signed bits: ${left === limit ? "all signs turn" : "all results are 0"}`,
          ...(measured && { measured }),
          remedy: `give input and output scales that are less than 2^${limit} apart and export again`,
        },
      ];
    });
  },
};
