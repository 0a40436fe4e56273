import { Tensor } from "../../../base/tensor/tensor.js";
import { isIdentity } from "../permutation.js";
import { defaultPermutation, type LayoutRule, restore } from "./rule.js";

/** Constant axes are renamed and the order stays (since 1.3.12); else the slice goes back to the float model's order. */
export const slice: LayoutRule = (draft, node, context) => {
  const [input, , , axesName] = node.inputs as [string, string, string, string | undefined];
  const known = draft.permutations.get(input);
  if (known === undefined || isIdentity(known)) {
    draft.permutations.set(input, defaultPermutation(draft, input));
    draft.permutations.set(node.outputs[0]!, defaultPermutation(draft, node.outputs[0]!));
    return;
  }
  const axes = axesName === undefined ? undefined : draft.constants.get(axesName);
  if (axes === undefined || context.release === "1.3.5") return restore(draft, node, context);
  const renamed = axes.toNumbers().map((axis) => known.indexOf((axis + known.length) % known.length));
  const data = axes.dtype === "int64" ? BigInt64Array.from(renamed, BigInt) : Int32Array.from(renamed);
  draft.constants.set(axesName!, new Tensor(axes.dtype, axes.shape, data));
  draft.permutations.set(node.outputs[0]!, known);
};
