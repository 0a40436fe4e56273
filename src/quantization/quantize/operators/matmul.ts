import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, keepFloat, outputParameters, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { makeNode } from "../make-node.js";
import { quantizeInitializerPerChannel } from "../weight.js";

/**
 * MatMul by a constant matrix → QLinearMatMul. Any other product is computed in float by ESP-DL's TVM flow, so that
 * rounding its operands would cost precision and gain nothing: it stays in float. The original quantizes it.
 */
export function quantizeMatMul(draft: Draft, node: OnnxNode): void {
  const [left, right] = node.inputs as [string, string];
  const isDense = draft.initializers.get(right)?.shape.length === 2 && (draft.rank(left) ?? 2) >= 2;
  if (!isDense && draft.options.compat !== true) {
    keepFloat(draft, node, "its right operand is no constant matrix");
    return;
  }
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
