import type { LintRule } from "../finding.js";

/** The runtime's Resize has an empty body for int16: the output is whatever was in memory. */
export const resizeInt16: LintRule = {
  name: "resize-int16",
  check: (context) =>
    context.nodes
      .filter(({ op, file }) => op === "Resize" && context.dtype(file.inputs[0] ?? "") === "int16")
      .map(({ name, op }) => ({
        severity: "error",
        node: name,
        op,
        reason: "Resize of int16 does nothing on the chip: its output is whatever memory held",
        remedy: "quantize this node to int8, or upsample with ConvTranspose",
      })),
};
