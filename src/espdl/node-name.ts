import type { EspdlNode } from "./model.js";

/** How messages, traces and reports call a node: its name, else its first output's, else its operator's. */
export function nodeName({ name, outputs, opType }: EspdlNode): string {
  return name || outputs[0] || opType;
}
