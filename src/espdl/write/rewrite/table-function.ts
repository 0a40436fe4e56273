import { REGISTERED } from "../../import/table.js";
import type { Draft } from "../draft.js";
import { activationOf } from "../tables/functions.js";
import { isFloat } from "./make.js";

/** A function of one operand that the chip has not by name is looked up in a table. */
export function tableFunctions(draft: Draft): void {
  for (const node of draft.nodes) {
    if (REGISTERED.has(node.opType) || node.inputs.length !== 1 || !isFloat(draft, node.inputs[0]!)) continue;
    if (activationOf(node, node.opType) === undefined) continue;
    node.attributes.set("original_op_type", { type: "string", value: node.opType });
    node.opType = "LUT";
  }
}
