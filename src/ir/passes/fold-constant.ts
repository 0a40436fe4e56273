import { constant } from "../graph/build.js";
import { evaluate } from "../graph/evaluate.js";
import type { ConstantValue, Graph } from "../graph/graph.js";
import { rewrite } from "../graph/rewrite.js";

/** Computes what depends on constants only: layout changes of weights and biases above all. `qnn.*` stays. */
export function foldConstant(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) => {
    if (inputs.length === 0 || !inputs.every((value): value is ConstantValue => value.kind === "constant"))
      return undefined;
    const folded = evaluate(
      node.op,
      inputs.map((value) => value.tensor),
      node.attributes,
    );
    return folded === undefined ? undefined : [constant(folded)];
  });
}
