import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { printable } from "../../../formats/onnx/printable.js";
import { type Draft, type DraftNode, floatOf, intOf } from "../draft.js";

/** Gemm's alpha and beta go into its constants: the chip multiplies and adds alone. */
export function plainGemms(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.opType !== "Gemm") continue;
    if (intOf(node, "transA", 0) !== 0)
      throw new UserError(
        `${printable(node.name)}: Gemm with transA, expected 0; the chip has no such kernel, put a Transpose before it`,
      );
    scale(draft, node, 1, "alpha");
    scale(draft, node, 2, "beta");
  }
}

function scale(draft: Draft, node: DraftNode, index: number, attribute: string): void {
  const factor = floatOf(node, attribute, 1);
  if (factor === 1) return;
  node.attributes.set(attribute, { type: "float", value: 1 });
  const name = node.inputs[index];
  if (!name) return;
  const tensor = draft.constants.get(name);
  if (tensor === undefined)
    throw new UserError(
      `${printable(node.name)}: Gemm with ${attribute} ${factor} on a computed operand, expected a constant; multiply before it`,
    );
  const data = Float32Array.from(tensor.data as Float32Array, (value) => value * factor);
  draft.constants.set(name, new Tensor("float32", tensor.shape, data));
}
