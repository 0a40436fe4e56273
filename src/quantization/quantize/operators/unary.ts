import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, outputParameters, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";

/** LeakyRelu, Sigmoid, AveragePool → QLinear operators that compute in float between int8 tensors. */
export function quantizeUnary(draft: Draft, node: OnnxNode): void {
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const x = quantizeInput(draft, node.inputs[0] as string);
  const inputs = [x.name, x.scale, x.zeroPoint, result.scale, result.zeroPoint];
  draft.emit(makeNode(`QLinear${node.opType}`, inputs, [result.name], node.attributes, MICROSOFT));
  defineActivation(draft, output, result);
}
