import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, outputParameters, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { makeNode } from "../make-node.js";
import { quantizeInitializerPerChannel } from "../weight.js";

/** MatMul → QLinearMatMul. */
export function quantizeMatMul(draft: Draft, node: OnnxNode): void {
  const [left, right] = node.inputs as [string, string];
  const output = node.outputs[0] as string;
  const a = quantizeInput(draft, left);
  const b =
    draft.options.perChannel && draft.initializers.has(right)
      ? quantizeInitializerPerChannel(draft, right, -1)
      : quantizeInput(draft, right);
  const result = outputParameters(draft, output);
  const inputs = [a, b].flatMap((value) => [value.name, value.scale, value.zeroPoint]);
  draft.emit(makeNode("QLinearMatMul", [...inputs, result.scale, result.zeroPoint], [result.name]));
  defineActivation(draft, output, result);
}
