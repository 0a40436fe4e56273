import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphNode } from "./graph.js";

/** Operators that write a variable: what the next run gives depends on this one. */
const WRITES = /^(Assign|ResourceApply|ResourceScatter)/;

/** @throws UserError for the first node that writes a variable */
export function refuseWrites(nodes: readonly GraphNode[]): void {
  for (const { name, op } of nodes)
    if (WRITES.test(op))
      throw new UserError(
        `${printable(name)} (${printable(op)}): writes a variable in each run; export the model for inference`,
      );
}
