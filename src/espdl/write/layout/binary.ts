import { Tensor } from "../../../base/tensor/tensor.js";
import type { Draft, DraftNode } from "../draft.js";
import { channelsLast, isIdentity, samePermutation } from "../permutation.js";
import { transposed } from "../transposed.js";
import { bring, type LayoutRule, restore, settled } from "./rule.js";

/** Two operands meet in one order, channels last if either has it; of different ranks in the float model's. */
export const binary: LayoutRule = (draft, node, context) => {
  const [a, b] = node.inputs as [string, string];
  const [output] = node.outputs as [string];
  if (draft.isConstant(a) || draft.isConstant(b)) {
    const constant = draft.isConstant(b) ? 1 : 0;
    const activation = settled(draft, node.inputs[1 - constant]!);
    if (activation.length !== draft.shapeOf(output).length) return restore(draft, node, context);
    if (!context.faithful) constantInOrder(draft, node, constant, activation);
    draft.permutations.set(output, activation);
    return;
  }
  const [first, second] = [settled(draft, a), settled(draft, b)];
  if (samePermutation(first, second)) {
    draft.permutations.set(output, first);
    return;
  }
  if (first.length !== second.length) return restore(draft, node, context);
  const wanted = chosen(first, second);
  bring(draft, node, 0, wanted, context);
  bring(draft, node, 1, wanted, context);
  draft.permutations.set(output, wanted);
};

function chosen(first: readonly number[], second: readonly number[]): readonly number[] {
  const last = channelsLast(first.length);
  if (last !== undefined) {
    const [one, two] = [samePermutation(first, last), samePermutation(second, last)];
    if (one !== two) return one ? first : second;
  }
  return isIdentity(first) && !isIdentity(second) ? second : first;
}

/** A constant of several axes follows the activation's order, or it would broadcast along another axis. */
function constantInOrder(draft: Draft, node: DraftNode, index: number, permutation: readonly number[]): void {
  const name = node.inputs[index]!;
  const tensor = draft.constants.get(name)!;
  if (tensor.size === 1 || isIdentity(permutation)) return;
  const padded = [...permutation.slice(tensor.shape.length).map(() => 1), ...tensor.shape];
  draft.constants.set(name, transposed(new Tensor(tensor.dtype, padded, tensor.data), permutation));
}
