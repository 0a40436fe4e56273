import { contradictions } from "../../declared.js";
import type { LintRule } from "../finding.js";

/** What the file states of a tensor against what follows from its nodes. */
export const declaredType: LintRule = {
  name: "declared-type",
  check: ({ model, program }) =>
    (program === undefined ? [] : contradictions(model, program)).map(({ node, op, tensor, found }) => ({
      severity: "error",
      node,
      op,
      reason: `the file declares its output ${JSON.stringify(tensor)} as ${found}: the application gets another tensor than it expects`,
      remedy: "export the model again; if it was changed by hand, declare what the node computes",
    })),
};
