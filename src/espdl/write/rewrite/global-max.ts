import type { Draft } from "../draft.js";
import { addIntegers } from "./make.js";

/** GlobalMaxPool is ReduceMax over all axes behind the channels. */
export function globalMaxima(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "GlobalMaxPool")) {
    const spatial = draft.shapeOf(node.inputs[0]!).slice(2);
    node.opType = "ReduceMax";
    node.inputs.push(
      addIntegers(
        draft,
        spatial.map((_, axis) => axis + 2),
      ),
    );
    node.inputQuantization.push(undefined);
    node.attributes = new Map([["keepdims", { type: "int", value: 1 }]]);
  }
}
