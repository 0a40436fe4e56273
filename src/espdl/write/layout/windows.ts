import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import { channelsLast } from "../permutation.js";
import { activationInputs, bring, type LayoutRule } from "./rule.js";

/** Convolutions and pools take and make channels last. */
export const windows: LayoutRule = (draft, node, context) => {
  for (const index of activationInputs(draft, node)) {
    const { length } = draft.shapeOf(node.inputs[index]!);
    const wanted = channelsLast(length);
    if (wanted === undefined)
      throw new UserError(
        `${printable(node.name)}: ${node.opType} of rank ${length}, expected 3 or 4; the chip has no other`,
      );
    bring(draft, node, index, wanted, context);
  }
  for (const name of node.outputs) {
    const wanted = channelsLast(draft.shapeOf(name).length);
    if (wanted !== undefined) draft.permutations.set(name, wanted);
  }
};
