import { printable } from "../../../formats/onnx/printable.js";
import { REGISTERED } from "../../import/table.js";
import type { LintRule } from "../finding.js";

/** The chip refuses to load a model with an operator that its runtime does not know. */
export const unregisteredOperator: LintRule = {
  name: "unregistered-operator",
  check: ({ nodes }) =>
    nodes
      .filter(({ op }) => !REGISTERED.has(op) && op !== "Erf")
      .map(({ name, op }) => ({
        severity: "error",
        node: name,
        op,
        reason: `the chip's runtime registers no operator "${printable(op)}": the model does not load`,
        remedy: "replace it in the float model by operators that ESP-DL has, or compute it on the CPU",
      })),
};
