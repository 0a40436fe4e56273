import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft, DraftNode } from "../draft.js";

const BIASED = new Set(["Conv", "ConvTranspose", "Gemm"]);

/** A constant added to each channel behind a convolution without bias becomes its bias. */
export function fuseBias(draft: Draft): void {
  for (const node of [...draft.nodes]) {
    if (!BIASED.has(node.opType) || node.inputs.filter((name) => name !== "").length === 3) continue;
    const [add, ...others] = draft.downstream(node);
    if (add?.opType !== "Add" || others.length > 0 || draft.outputs.includes(node.outputs[0]!)) continue;
    const bias = biasOf(draft, node, add);
    if (bias === undefined) continue;
    node.inputs[2] = draft.addConstant(bias);
    draft.bypassBackwards(add, node);
    draft.dropUnread();
  }
}

function biasOf(draft: Draft, node: DraftNode, add: DraftNode): Tensor | undefined {
  const constants = add.inputs.filter((name) => draft.isConstant(name));
  if (constants.length !== 1) return undefined;
  const bias = draft.constants.get(constants[0]!)!;
  if (node.opType === "Gemm") return bias.shape.length === 1 ? bias : undefined;
  const rank = draft.constants.get(node.inputs[1]!)?.shape.length;
  if (bias.shape.length !== rank || bias.shape[1] === 1) return undefined;
  if (bias.shape.some((size, axis) => axis !== 1 && size !== 1)) return undefined;
  return new Tensor(bias.dtype, [bias.size], bias.data);
}
