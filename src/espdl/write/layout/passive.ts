import { type LayoutRule, settled } from "./rule.js";

/** An operator on single elements keeps its input's order. */
export const passive: LayoutRule = (draft, node) => {
  draft.permutations.set(node.outputs[0]!, settled(draft, node.inputs[0]!));
};
