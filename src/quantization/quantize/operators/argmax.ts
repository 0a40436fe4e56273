import type { OnnxNode } from "../../../formats/onnx/model.js";
import type { Draft } from "../draft.js";

/** ArgMax reads int8 where its input is int8 already; its result is an index either way. */
export function quantizeArgMax(draft: Draft, node: OnnxNode): void {
  const x = draft.quantized(node.inputs[0] as string);
  draft.emit(x === undefined ? node : { ...node, inputs: [x.name, ...node.inputs.slice(1)] });
}
