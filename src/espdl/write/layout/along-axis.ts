import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, intOf } from "../draft.js";
import { isIdentity } from "../permutation.js";
import { defaultPermutation, type LayoutRule } from "./rule.js";

/** Softmax, Split and norms along one axis keep the order; the axis is renamed. */
export const alongAxis: LayoutRule = (draft, node) => {
  const [input] = node.inputs as [string];
  const known = draft.permutations.get(input);
  if (known !== undefined && !isIdentity(known)) {
    const axis = intOf(node, "axis", node.opType === "Split" ? 0 : -1);
    node.attributes.set("axis", { type: "int", value: known.indexOf((axis + known.length) % known.length) });
  }
  const permutation = known ?? defaultPermutation(draft, input);
  draft.permutations.set(input, permutation);
  for (const output of node.outputs) draft.permutations.set(output, permutation);
};

/** Reductions rename their axes; without keepdims the reduced ones go out of the order. */
export const reduction: LayoutRule = (draft, node) => {
  const [input, axesName] = node.inputs as [string, string | undefined];
  const permutation = [...(draft.permutations.get(input) ?? defaultPermutation(draft, input))];
  draft.permutations.set(input, permutation);
  const axes = axesName === undefined ? undefined : axesOf(draft, axesName, permutation.length);
  const renamed = axes?.map((axis) => permutation.indexOf(axis)).sort((a, b) => a - b);
  if (renamed !== undefined && !isIdentity(permutation))
    draft.constants.set(axesName!, new Tensor("int64", [renamed.length], BigInt64Array.from(renamed, BigInt)));
  draft.permutations.set(node.outputs[0]!, kept(node, permutation, renamed));
};

function axesOf(draft: Draft, name: string, rank: number): number[] | undefined {
  const axes = draft.constants.get(name)?.toNumbers();
  return axes === undefined || axes.length === 0 ? undefined : axes.map((axis) => (axis + rank) % rank);
}

function kept(node: DraftNode, permutation: readonly number[], reduced: readonly number[] | undefined): number[] {
  if (intOf(node, "keepdims", 1) !== 0) return [...permutation];
  if (reduced === undefined) return intOf(node, "noop_with_empty_axes", 0) === 0 ? [0] : [...permutation];
  const left = permutation.filter((_, index) => !reduced.includes(index));
  const sorted = [...left].sort((a, b) => a - b);
  return left.length === 0 ? [0] : left.map((axis) => sorted.indexOf(axis));
}
