import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, outputParameters, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";

/** Concat → QLinearConcat, which takes the output's scale first. */
export function quantizeConcat(draft: Draft, node: OnnxNode): void {
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const parts = node.inputs.map((input) => quantizeInput(draft, input));
  const inputs = parts.flatMap((part) => [part.name, part.scale, part.zeroPoint]);
  draft.emit(
    makeNode("QLinearConcat", [result.scale, result.zeroPoint, ...inputs], [result.name], node.attributes, MICROSOFT),
  );
  defineActivation(draft, output, result);
}
