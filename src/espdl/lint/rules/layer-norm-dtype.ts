import type { LintRule } from "../finding.js";

/** The chip reads gamma and beta as elements of the activation's type. */
export const layerNormDtype: LintRule = {
  name: "layer-norm-dtype",
  check: (context) =>
    context.nodes.flatMap((node) => {
      if (node.op !== "LayerNormalization") return [];
      const [data, ...parameters] = node.file.inputs;
      const expected = context.dtype(data ?? "");
      const wrong = parameters.filter((name) => name !== "" && context.dtype(name) !== expected);
      if (expected === undefined || wrong.length === 0) return [];
      const found = wrong.map((name) => context.dtype(name) ?? "unknown").join(" and ");
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `gamma or beta is ${found}, the chip reads it as ${expected}, the activation's type`,
          remedy: "quantize the node's parameters to the type of its input",
        },
      ];
    }),
};
