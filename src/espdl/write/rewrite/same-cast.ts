import type { Draft } from "../draft.js";
import { isFloat } from "./make.js";

/** A Cast from float32 to float32 goes away. */
export function floatCasts(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "Cast")) {
    const [input] = node.inputs as [string];
    const [output] = node.outputs as [string];
    if (!isFloat(draft, input) || !isFloat(draft, output)) continue;
    if (draft.outputs.includes(output) && draft.inputs.includes(input)) continue;
    draft.bypass(node);
  }
}
