import { type Draft, intOf, stringOf } from "../draft.js";
import { addIntegers, insertOperator } from "./make.js";

/** The chip has the order of channels CRD: those of DCR are gathered into it first. */
export function columnRowDepth(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "DepthToSpace")) {
    if (stringOf(node, "mode", "DCR") !== "DCR") continue;
    const [input] = node.inputs as [string];
    const shape = draft.shapeOf(input);
    const blocks = intOf(node, "blocksize", 1) ** 2;
    const depth = shape[1]! / blocks;
    const order = Array.from({ length: shape[1]! }, (_, at) => (at % blocks) * depth + Math.floor(at / blocks));
    const axis = { type: "int", value: 1 } as const;
    node.inputs[0] = insertOperator(draft, node, "Gather", [input, addIntegers(draft, order)], shape, { axis });
    node.attributes.set("mode", { type: "string", value: "CRD" });
  }
}
