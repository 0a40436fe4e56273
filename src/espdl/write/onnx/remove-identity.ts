import type { Draft } from "../draft.js";

const IDENTITIES = new Set(["Identity", "Dropout"]);

/** Nodes that pass their input on go away. */
export function removeIdentities(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => IDENTITIES.has(opType))) {
    const [input] = node.inputs as [string];
    const isOutput = draft.outputs.includes(node.outputs[0]!);
    if (isOutput && (draft.isConstant(input) || draft.inputs.includes(input))) continue;
    draft.bypass(node);
  }
}
