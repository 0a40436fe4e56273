import { isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";
import { severityOf } from "../measure.js";

/**
 * Nearest-neighbour Resize of int8 in plain C rescales without saturating: beyond −128 … 127 the integer wraps. The vector
 * units of the ESP32-S3 and ESP32-P4 saturate.
 */
export const resizeWrap: LintRule = {
  name: "resize-wrap",
  check: (context) =>
    context.calls("espdl.resize").flatMap(([node, call]) => {
      const { mode, input_exponent, output_exponent } = call.attributes;
      const shift = Number(input_exponent) - Number(output_exponent);
      if (isVectorChip(context.chip) || mode !== "nearest" || call.types[0].dtype !== "int8" || shift <= 0) return [];
      const made = context.value({ layer: call.index, output: 0 });
      const [data] = context.inputs(call) ?? [];
      const measured = made && data && { elements: data.size, ...wrapped(data.data as Int8Array, 2 ** shift) };
      return [
        {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason: `nearest-neighbour Resize from scale 2^${input_exponent} to 2^${output_exponent}: values above ${Math.floor(127 / 2 ** shift)} wrap around instead of saturating`,
          ...(measured && { measured }),
          remedy: "give its input and output one scale and export again",
        },
      ];
    }),
};

/** How many inputs wrap, and how far the farthest lands from the end where it should have saturated. */
function wrapped(data: Int8Array, factor: number): { differing: number; worst: number } {
  let differing = 0;
  let worst = 0;
  for (const value of data) {
    const wide = value * factor;
    if (wide >= -128 && wide <= 127) continue;
    differing++;
    const end = wide > 0 ? 127 : -128;
    worst = Math.max(worst, Math.abs(end - ((wide << 24) >> 24)));
  }
  return { differing, worst };
}
