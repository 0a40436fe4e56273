import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, dequantize, keepFloat, SUFFIX } from "../activation.js";
import type { Draft } from "../draft.js";
import type { OperatorQuantizer } from "./operator.js";

/** An operator that only moves or selects elements runs on int8 as it is, where its input is int8 already. */
export function quantizeDirect(draft: Draft, node: OnnxNode): void {
  const x = draft.quantized(node.inputs[0] as string);
  if (x === undefined) {
    keepFloat(draft, node);
    return;
  }
  for (const input of node.inputs.slice(1)) dequantize(draft, input);
  const output = node.outputs[0] as string;
  const result = { ...x, name: output + SUFFIX };
  draft.emit({
    ...node,
    inputs: [x.name, ...node.inputs.slice(1)],
    outputs: [result.name, ...node.outputs.slice(1)],
  });
  defineActivation(draft, output, result);
}

/** The same for an operator that the original leaves in float. */
export const quantizeMovement: OperatorQuantizer = (draft, node) =>
  draft.options.compat === true
    ? keepFloat(draft, node, "the original has no int8 form of it")
    : quantizeDirect(draft, node);

/** The same for an operator that ONNX lets take int8 only from an opset on. */
export function directSince(opset: number): OperatorQuantizer {
  return (draft, node) => {
    if (draft.opset >= opset) quantizeDirect(draft, node);
    else keepFloat(draft, node, `it takes int8 since opset ${opset}, the model is of ${draft.opset}`);
  };
}
