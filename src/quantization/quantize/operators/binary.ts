import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, outputParameters, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";

/** Add, Mul → QLinearAdd, QLinearMul. */
export function quantizeBinary(draft: Draft, node: OnnxNode): void {
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const operands = node.inputs.map((input) => quantizeInput(draft, input));
  const inputs = [...operands, { ...result, name: undefined }].flatMap((value) =>
    value.name === undefined ? [value.scale, value.zeroPoint] : [value.name, value.scale, value.zeroPoint],
  );
  draft.emit(makeNode(`QLinear${node.opType}`, inputs, [result.name], node.attributes, MICROSOFT));
  defineActivation(draft, output, result);
}
