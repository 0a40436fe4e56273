import { fromBytes } from "../../../base/tensor/dtype.js";
import type { LintRule } from "../finding.js";
import { some } from "../text.js";

/** The chip adds an index to the data's address as it is. */
export const gatherNegative: LintRule = {
  name: "gather-negative",
  check: (context) =>
    context.nodes.flatMap(({ name, op, file }) => {
      const indices = context.initializer(file.inputs[1] ?? "");
      if (op !== "Gather" || indices === undefined) return [];
      const values = Array.from(fromBytes(indices.dtype, indices.bytes) as ArrayLike<number | bigint>, Number);
      const negative = values.filter((index) => index < 0);
      if (negative.length === 0) return [];
      return [
        {
          severity: "error",
          node: name,
          op,
          reason: `gathers at ${some(negative)}: the chip does not count from the end, it reads what stands before the row, of the first one before the tensor`,
          remedy: "write the index as length − 1 and so on in the float model, and export again",
        },
      ];
    }),
};
