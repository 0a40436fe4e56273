import type { StoppedNode } from "../espdl/import/import-model.js";
import { printable } from "../formats/onnx/printable.js";
import { warn } from "./output.js";

/** Why a run does not reach the outputs: what the chip does at the first node that it does not run. */
export function tellStopped(stopped: readonly StoppedNode[]): void {
  for (const { node, op, reason } of stopped.filter(({ follows }) => !follows))
    warn(`${printable(node)} (${printable(op)}): not run: ${reason}`);
  const following = stopped.filter(({ follows }) => follows).length;
  if (following > 0) warn(`${following} nodes that need its output are not run either; all others are in the trace`);
}
