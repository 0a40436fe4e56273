import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, quantizeInput, SUFFIX } from "../activation.js";
import type { Draft } from "../draft.js";
import { quantizeMovement } from "./direct.js";

/** Gather from a table of float32 weights, or from what is int8 already → Gather from int8. */
export function quantizeGather(draft: Draft, node: OnnxNode): void {
  const [table, ...rest] = node.inputs as [string, ...string[]];
  if (!draft.initializers.has(table)) {
    quantizeMovement(draft, node);
    return;
  }
  const x = quantizeInput(draft, table);
  const output = node.outputs[0] as string;
  const result = { ...x, name: output + SUFFIX };
  draft.emit({ ...node, inputs: [x.name, ...rest], outputs: [result.name] });
  defineActivation(draft, output, result);
}
