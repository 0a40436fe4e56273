import type { LintRule } from "../finding.js";
import { severityOf } from "../measure.js";
import { measureMismatch, nodeMismatches } from "../mismatch.js";
import { scales } from "../text.js";
import { isLeftOut } from "./requantize-left-out.js";

export const SUMS: ReadonlySet<string> = new Set(["espdl.add", "espdl.sub"]);

/** Add and Sub look at no exponent. */
export const rawSum: LintRule = {
  name: "raw-sum",
  check: (context) =>
    nodeMismatches(context)
      .filter((mismatch) => !isLeftOut(mismatch))
      .filter(({ layer, sharedInputs }) => SUMS.has(layer.op) && sharedInputs.length === 0)
      .map((mismatch) => {
        const { node } = mismatch;
        const measured = measureMismatch(context, mismatch);
        return {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason: `the chip adds the integers as they are; the scales of the operands are ${scales(mismatch)}`,
          ...(measured && { measured }),
          remedy: "give both operands and the sum one scale (esp-ppq: align the Add) and export again",
        };
      }),
};
