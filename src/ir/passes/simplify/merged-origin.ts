import type { Node, Origin } from "../../graph/graph.js";

/** All ONNX names of `nodes`, each once. Nodes stand in the order of the data flow, which is the model's. */
export function mergedNames(nodes: readonly Node[]): string[] {
  return [...new Set(nodes.flatMap(({ origin }) => origin.onnx))];
}

/** The origin of one node in place of several that keep the scale (casts, clips, movements): so one exponent holds for all. */
export function mergedOrigin(nodes: readonly Node[]): Origin {
  const exponent = nodes.findLast(({ origin }) => origin.exponent !== undefined)?.origin.exponent;
  return exponent === undefined ? { onnx: mergedNames(nodes) } : { onnx: mergedNames(nodes), exponent };
}
