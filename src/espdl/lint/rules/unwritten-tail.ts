import { sizeOf } from "../../../../kernels-ref/index.js";
import { isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";

/** Elements from which on the vector unit converts. */
const SMALL = 50;

/** Both vector units' kernel from int8 to int16 knows 1 … 7 elements beyond its blocks of 16, and not 8. */
export const unwrittenTail: LintRule = {
  name: "unwritten-tail",
  check: (context) => {
    if (!isVectorChip(context.chip)) return [];
    return context.calls("espdl.requantize").flatMap(([node, call]) => {
      const { layer, output } = call.inputs[0];
      const from = context.program!.layers[layer].types[output];
      const size = sizeOf(from.shape);
      const { input_exponent, output_exponent } = call.attributes;
      const converts = from.dtype === "int8" && call.types[0].dtype === "int16" && input_exponent !== output_exponent;
      if (!converts || size <= SMALL || size % 16 !== 8) return [];
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `the chip's kernel from int8 to int16 leaves the last 8 of ${size} elements unwritten where 8 are left over from blocks of 16`,
          remedy: "give the tensor a size that is not 8 more than a multiple of 16, or keep both sides in one width",
        },
      ];
    });
  },
};
