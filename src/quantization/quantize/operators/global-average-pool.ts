import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, keepFloat, outputParameters } from "../activation.js";
import type { Draft } from "../draft.js";
import { MICROSOFT, makeNode } from "../make-node.js";

/** GlobalAveragePool → QLinearGlobalAveragePool where its input is int8 already. */
export function quantizeGlobalAveragePool(draft: Draft, node: OnnxNode): void {
  const x = draft.quantized(node.inputs[0] as string);
  if (x === undefined) {
    keepFloat(draft, node);
    return;
  }
  const output = node.outputs[0] as string;
  const result = outputParameters(draft, output);
  const inputs = [x.name, x.scale, x.zeroPoint, result.scale, result.zeroPoint];
  const attributes = new Map(node.attributes).set("channels_last", { type: "int", value: 0 });
  draft.emit(makeNode("QLinearGlobalAveragePool", inputs, [result.name], attributes, MICROSOFT));
  defineActivation(draft, output, result);
}
