import { oneLine } from "../../base/errors.js";

const LIMIT = 80;

/**
 * A name out of a file, safe to print in a one-line message: control, bidirectional and line-breaking characters are
 * escaped, and a long name is cut after 80 characters.
 */
export function printable(name: string): string {
  return oneLine(name.length > LIMIT ? `${name.slice(0, LIMIT)}…` : name);
}

/** How messages name a node: its own name or, where the file gives none, its operator and position. */
export function nodeLabel(node: { readonly name: string; readonly opType: string }, index: number): string {
  return node.name !== "" ? printable(node.name) : `${printable(node.opType) || "node"} (node ${index}, unnamed)`;
}
