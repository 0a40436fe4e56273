import { unknownAttributes } from "../../import/known-attributes.js";
import { REGISTERED } from "../../import/table.js";
import type { LintRule } from "../finding.js";

/** An attribute without a meaning here may be of a newer esp-ppq, and change what the chip computes. */
export const unknownAttribute: LintRule = {
  name: "unknown-attribute",
  check: ({ nodes }) =>
    nodes.flatMap(({ name, op, file }) => {
      const unknown = REGISTERED.has(op) ? unknownAttributes(file) : [];
      if (unknown.length === 0) return [];
      return [
        {
          severity: "warning",
          node: name,
          op,
          reason: `has ${unknown.map((attribute) => JSON.stringify(attribute)).join(", ")}, which has no meaning here: what it does on the chip is not known, it is not computed`,
          remedy: "look up what the exporter means by it; results here may not be the chip's",
        },
      ];
    }),
};
