import type { Draft, DraftNode } from "../draft.js";
import { insertTranspose } from "../insert.js";
import type { WriteContext } from "../options.js";
import { identity, inverse, isIdentity, permuted, samePermutation } from "../permutation.js";

/** How an operator treats the order of axes: sets the permutation of its results, inserts Transposes before it. */
export type LayoutRule = (draft: Draft, node: DraftNode, context: WriteContext) => void;

export const defaultPermutation = (draft: Draft, name: string): number[] => identity(draft.shapeOf(name).length);

/** The permutation of a value, which from now on is the default one if it had none. */
export function settled(draft: Draft, name: string): readonly number[] {
  const known = draft.permutations.get(name);
  if (known !== undefined) return known;
  const permutation = defaultPermutation(draft, name);
  draft.permutations.set(name, permutation);
  return permutation;
}

/** Brings one input to a permutation, by a Transpose if it has another one already. */
export function bring(
  draft: Draft,
  node: DraftNode,
  index: number,
  wanted: readonly number[],
  { faithful }: WriteContext,
): void {
  const name = node.inputs[index]!;
  const known = draft.permutations.get(name);
  if (known === undefined) draft.permutations.set(name, wanted);
  else if (!samePermutation(known, wanted))
    insertTranspose(draft, node, index, permuted(inverse(known), wanted), faithful);
}

/** Everything in the float model's order of axes. */
export function restore(draft: Draft, node: DraftNode, { faithful }: WriteContext): void {
  node.inputs.forEach((name, index) => {
    if (name === "" || draft.isConstant(name)) return;
    const known = draft.permutations.get(name);
    if (known !== undefined && !isIdentity(known)) insertTranspose(draft, node, index, inverse(known), faithful);
    else draft.permutations.set(name, defaultPermutation(draft, name));
  });
  for (const name of node.outputs) draft.permutations.set(name, defaultPermutation(draft, name));
}

export const activationInputs = (draft: Draft, node: DraftNode): number[] =>
  node.inputs.flatMap((name, index) => (name === "" || draft.isConstant(name) ? [] : [index]));
