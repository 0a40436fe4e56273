import type { Draft } from "../draft.js";

/** Every constant gets one reader: a further reader gets a copy, so that each can be quantized for its own node. */
export function splitConstants(draft: Draft): void {
  const read = new Set<string>();
  for (const node of draft.nodes) {
    node.inputs = node.inputs.map((name) => {
      const tensor = draft.constants.get(name);
      if (tensor === undefined) return name;
      if (!read.has(name)) {
        read.add(name);
        return name;
      }
      return draft.addConstant(tensor);
    });
  }
  draft.dropUnread();
}
