import { type Draft, type DraftNode, draftNode } from "./draft.js";
import { identity, permuted } from "./permutation.js";

/**
 * A Transpose before one input of a node, with the input's quantization on both sides. Its result has the float model's
 * order of axes as far as later passes are concerned.
 * @param stale give the result the dims that esp-ppq writes: the float model's shape permuted, whatever its layout was
 */
export function insertTranspose(
  draft: Draft,
  node: DraftNode,
  index: number,
  permutation: readonly number[],
  stale: boolean,
): DraftNode {
  const input = node.inputs[index]!;
  const shape = draft.shapeOf(input);
  const stored = stale ? shape : permuted(shape, draft.permutations.get(input) ?? identity(shape.length));
  const transpose = insertBeforeInput(draft, node, index, "Transpose", permuted(stored, permutation));
  transpose.attributes.set("perm", { type: "ints", value: [...permutation] });
  return transpose;
}

/** A node of one input and one output before one input of another, computing in its width on its quantization. */
export function insertBeforeInput(
  draft: Draft,
  node: DraftNode,
  index: number,
  opType: string,
  shape: readonly number[],
): DraftNode {
  const input = node.inputs[index]!;
  const quantization = node.quantized ? node.inputQuantization[index] : undefined;
  const output = draft.addValue(shape, draft.dtypes.get(input) ?? "float32");
  draft.permutations.set(output, identity(shape.length));
  const made = draftNode({
    name: draft.freshName("Operation"),
    opType,
    inputs: [input],
    outputs: [output],
    width: node.quantized ? node.width : "float",
    quantized: node.quantized,
    inputQuantization: [quantization],
    outputQuantization: [quantization],
  });
  draft.insertBefore(node, made);
  node.inputs[index] = output;
  return made;
}
