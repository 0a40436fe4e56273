import type { LintRule } from "../finding.js";
import { severityOf } from "../measure.js";
import { measureMismatch, nodeMismatches } from "../mismatch.js";
import { scales } from "../text.js";
import { SUMS } from "./raw-sum.js";
import { isLeftOut } from "./requantize-left-out.js";

/** Operators that copy or compare integers, whatever their exponents: Concat, MaxPool, Slice, Pad, Equal … */
export const rawCopy: LintRule = {
  name: "raw-copy",
  check: (context) =>
    nodeMismatches(context)
      .filter((mismatch) => !isLeftOut(mismatch))
      .filter(({ layer, sharedInputs }) => !SUMS.has(layer.op) && sharedInputs.length === 0)
      .map((mismatch) => {
        const { node, layer } = mismatch;
        const measured = measureMismatch(context, mismatch);
        const what = layer.types[0].dtype === "bool" ? "compares" : "copies";
        return {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason: `the chip ${what} the integers as they are; the scales of the inputs are ${scales(mismatch)}`,
          ...(measured && { measured }),
          remedy: "give its inputs and output one scale (or a requantize before it) and export again",
        };
      }),
};
