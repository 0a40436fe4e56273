import { Tensor } from "../../../base/tensor/tensor.js";
import { isVectorChip } from "../../chip.js";
import type { Draft, DraftNode } from "../draft.js";
import { insertBeforeInput } from "../insert.js";
import type { WriteContext } from "../options.js";
import { identity, permuted } from "../permutation.js";

/** A product's right operand: a constant is packed; a computed one stays K × N (1.3.12) or is packed by nodes (1.3.5). */
export function matmulOperands(draft: Draft, context: WriteContext): void {
  for (const node of [...draft.nodes]) {
    if (node.opType !== "MatMul" || !node.quantized) continue;
    const constant = draft.isConstant(node.inputs[1]!);
    if (context.release === "1.3.12")
      node.attributes.set("input1_layout", { type: "string", value: constant ? "packed" : "native_kn" });
    else if (!constant && draft.shapeOf(node.inputs[1]!).length >= 2) packByNodes(draft, node, context);
  }
}

/** [.., C, N] → for C targets [.., N, C]; else blocks of A columns [.., N/A, C, A], then the columns left over [.., n, C]. */
function packByNodes(draft: Draft, node: DraftNode, { chip }: WriteContext): void {
  const shape = draft.shapeOf(node.inputs[1]!);
  const [c, n] = shape.slice(-2) as [number, number];
  const leading = shape.slice(0, -2);
  const block = node.width === 8 ? 16 : 8;
  const aligned = n - (n % block);
  const swap = [...identity(leading.length), leading.length + 1, leading.length];
  if (!isVectorChip(chip)) transpose(draft, node, 1, swap, true);
  else if (aligned === n) {
    reshape(draft, node, 1, [...leading, c, n / block, block]);
    transpose(draft, node, 1, [...identity(leading.length), -2, -3, -1], false);
  } else {
    const turned = transpose(draft, node, 1, swap, true);
    if (aligned > 0) {
      slice(draft, node, 1, [0, 0], [aligned, c], leading);
      reshape(draft, node, 1, [...leading, aligned / block, block, c]);
      transpose(draft, node, 1, [...identity(leading.length), -3, -1, -2], false);
      reshape(draft, node, 1, [...leading, aligned, c]);
      concat(draft, node, turned, [...leading, n, c]);
      const joined = draft.producer(node.inputs[1]!)!;
      slice(draft, joined, 1, [aligned, 0], [n, c], leading);
    }
  }
  reshape(draft, node, 1, shape);
}

function transpose(
  draft: Draft,
  node: DraftNode,
  index: number,
  perm: readonly number[],
  negative: boolean,
): DraftNode {
  const shape = draft.shapeOf(node.inputs[index]!);
  const rank = shape.length;
  const absolute = perm.map((axis) => (axis + rank) % rank);
  const made = insertBeforeInput(draft, node, index, "Transpose", permuted(shape, absolute));
  const written = negative ? perm.map((axis, i) => (i >= rank - 2 ? axis - rank : axis)) : perm;
  made.attributes.set("perm", { type: "ints", value: written });
  return made;
}

function reshape(draft: Draft, node: DraftNode, index: number, shape: readonly number[]): void {
  const made = insertBeforeInput(draft, node, index, "Reshape", shape);
  made.attributes.set("allowzero", { type: "int", value: 0 });
  addIntegers(draft, made, shape);
}

function slice(
  draft: Draft,
  node: DraftNode,
  index: number,
  starts: readonly number[],
  ends: readonly number[],
  leading: readonly number[],
): void {
  const rank = leading.length + 2;
  const sizes = [...leading, ends[0]! - starts[0]!, ends[1]! - starts[1]!];
  const made = insertBeforeInput(draft, node, index, "Slice", sizes);
  addIntegers(draft, made, [...leading.map(() => 0), ...starts]);
  addIntegers(draft, made, [...leading, ...ends]);
  addIntegers(draft, made, identity(rank));
  addIntegers(
    draft,
    made,
    identity(rank).map(() => 1),
  );
}

function concat(draft: Draft, node: DraftNode, other: DraftNode, shape: readonly number[]): void {
  const made = insertBeforeInput(draft, node, 1, "Concat", shape);
  made.attributes.set("axis", { type: "int", value: shape.length - 2 });
  made.inputs.push(other.outputs[0]!);
  made.inputQuantization.push(made.inputQuantization[0]);
}

function addIntegers(draft: Draft, node: DraftNode, values: readonly number[]): void {
  node.inputs.push(draft.addConstant(new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt))));
  node.inputQuantization.push(undefined);
}
