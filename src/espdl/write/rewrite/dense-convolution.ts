import { Tensor } from "../../../base/tensor/tensor.js";
import { printable } from "../../../formats/onnx/printable.js";
import { type Draft, intOf } from "../draft.js";

/**
 * A convolution of several groups that is not depthwise has no kernel on any chip: it becomes one of group 1, with zeros
 * where a group does not see the other's channels. Every sum stays what it was.
 */
export function denseConvolutions(draft: Draft, warn: (message: string) => void): void {
  for (const node of draft.nodes) {
    if (node.opType !== "Conv") continue;
    const group = intOf(node, "group", 1);
    const weight = draft.constants.get(node.inputs[1]!);
    const channels = draft.shapeOf(node.inputs[0]!)[1];
    const depthwise = group === channels && weight?.shape[0] === channels;
    if (group === 1 || depthwise || weight === undefined) continue;
    draft.constants.set(node.inputs[1]!, dense(weight, group));
    node.attributes.set("group", { type: "int", value: 1 });
    warn(
      `${printable(node.name)}: convolutions of group ${group} have no kernel on the chip; written as one of group 1, with ${group} times the weights`,
    );
  }
}

/** [N, C / group, …] → [N, C, …]. */
function dense(weight: Tensor, group: number): Tensor {
  const [outputs, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const row = weight.size / outputs;
  const data = new Float32Array(weight.size * group);
  for (let n = 0; n < outputs; n++) {
    const at = Math.floor(n / (outputs / group));
    data.set((weight.data as Float32Array).subarray(n * row, (n + 1) * row), (n * group + at) * row);
  }
  return new Tensor("float32", [outputs, perGroup * group, ...kernel], data);
}
