import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import { type Draft, type DraftNode, floatOf, intOf, stringOf } from "../draft.js";
import { expandAttention } from "./expand.js";
import { attentionLimit } from "./limits.js";

/** Attributes that a file's Attention has. */
const WRITTEN = new Set(["scale", "is_causal", "layout"]);

/** ONNX's Attention stays where the chip's operator takes it, and is written in primitives where not. */
export function legalizeAttention(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "Attention")) {
    refuse(node);
    if (limitOf(draft, node) !== undefined) expandAttention(draft, node);
    else for (const name of [...node.attributes.keys()]) if (!WRITTEN.has(name)) node.attributes.delete(name);
  }
}

function refuse(node: DraftNode): void {
  const cache = node.inputs.slice(4).some((name) => name !== "") || node.outputs.slice(1).some((name) => name !== "");
  const reason = cache
    ? "a KV cache or further outputs"
    : floatOf(node, "softcap", 0) !== 0
      ? "softcap"
      : node.attributes.has("qkv_hidden_sizes") || node.attributes.has("num_heads")
        ? "com.microsoft's packed form"
        : undefined;
  if (reason === undefined) return;
  throw new UserError(
    `${printable(node.name)}: Attention with ${reason}, expected Q, K, V and a mask; ESP-DL has no kernel for it, export it in primitives`,
  );
}

function limitOf(draft: Draft, node: DraftNode): string | undefined {
  const shapes = node.inputs.slice(0, 3).map((name) => draft.shapeOf(name));
  if (shapes.some(({ length }) => length !== 4)) return "3-D operands";
  const heads = stringOf(node, "layout", "BHND") === "BNHD";
  const [q, k, v] = shapes.map((shape) => (heads ? [shape[0]!, shape[2]!, shape[1]!, shape[3]!] : shape));
  if (intOf(node, "is_causal", 0) > 1) return "is_causal above 1";
  const scale = floatOf(node, "scale", 1 / Math.sqrt(q!.at(-1)!));
  const mask = node.inputs[3] ? draft.shapeOf(node.inputs[3]) : undefined;
  return attentionLimit(q!, k!, v!, scale, mask);
}
