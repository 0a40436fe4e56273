import { printable } from "../../../formats/onnx/printable.js";
import type { LintRule } from "../finding.js";
import { severityOf } from "../measure.js";
import { measureMismatch, nodeMismatches } from "../mismatch.js";
import { scales } from "../text.js";
import { isLeftOut } from "./requantize-left-out.js";

/** esp-ppq puts no requantize behind a graph input: an operator that wants its integers in another scale misreads them. */
export const sharedInput: LintRule = {
  name: "shared-input",
  check: (context) =>
    nodeMismatches(context)
      .filter((mismatch) => !isLeftOut(mismatch))
      .filter(({ sharedInputs }) => sharedInputs.length > 0)
      .map((mismatch) => {
        const { node, sharedInputs } = mismatch;
        const measured = measureMismatch(context, mismatch);
        const [input] = sharedInputs as [string];
        const readers = context.readers(input).length;
        return {
          severity: severityOf(measured),
          node: node.name,
          op: node.op,
          reason: `graph input "${printable(input)}" feeds ${readers} nodes without a requantize; the scales of the operands here are ${scales(mismatch)}`,
          ...(measured && { measured }),
          remedy:
            "put an operator that rescales (a multiplication by 1) between the input and this node before quantizing",
        };
      }),
};
