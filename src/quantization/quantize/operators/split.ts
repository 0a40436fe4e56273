import type { OnnxNode } from "../../../formats/onnx/model.js";
import { defineActivation, quantizeInput } from "../activation.js";
import type { Draft } from "../draft.js";
import { makeNode } from "../make-node.js";

/** Split on int8; its outputs share the input's scale and are named without an underscore. */
export function quantizeSplit(draft: Draft, node: OnnxNode): void {
  const x = quantizeInput(draft, node.inputs[0] as string);
  const names = node.outputs.map((output) => `${output}quantized`);
  draft.emit(makeNode("Split", [x.name, ...node.inputs.slice(1)], names, node.attributes));
  node.outputs.forEach((output, i) => {
    defineActivation(draft, output, { ...x, name: names[i] as string });
  });
}
