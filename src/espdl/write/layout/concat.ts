import { intOf } from "../draft.js";
import { samePermutation } from "../permutation.js";
import { type LayoutRule, restore } from "./rule.js";

/** Inputs of one order stay in it and the axis is renamed; of several, all go back to the float model's. */
export const concat: LayoutRule = (draft, node, context) => {
  const rank = draft.shapeOf(node.inputs[0]!).length;
  const axis = intOf(node, "axis", 0);
  const positive = axis < 0 ? axis + rank : axis;
  node.attributes.set("axis", { type: "int", value: positive });
  const [first, ...others] = node.inputs.map((name) => draft.permutations.get(name));
  if (first === undefined || others.some((other) => other === undefined || !samePermutation(first, other)))
    return restore(draft, node, context);
  node.attributes.set("axis", { type: "int", value: first.indexOf(positive) });
  draft.permutations.set(node.outputs[0]!, first);
};
