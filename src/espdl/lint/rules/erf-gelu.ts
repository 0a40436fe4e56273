import type { LintRule } from "../finding.js";

/** PyTorch writes GELU as x/√2 → Erf → + 1 → · x → · ½ below opset 20; the chip knows Gelu, not Erf. */
export const erfGelu: LintRule = {
  name: "erf-gelu",
  check: ({ nodes }) =>
    nodes
      .filter(({ op }) => op === "Erf")
      .map(({ name, op }) => ({
        severity: "error",
        node: name,
        op,
        reason: "GELU written with Erf, which the chip's runtime does not register: the model does not load",
        remedy: "export the float model at opset 20 or later (one Gelu node), or use the tanh form of GELU",
      })),
};
