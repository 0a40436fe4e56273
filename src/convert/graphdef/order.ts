import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import { type GraphNode, splitTensor } from "./graph.js";

/**
 * The nodes that `ends` need, each after those that it reads.
 * @param fed nodes whose values are given
 * @throws UserError for a node that is missing or depends on itself
 */
export function orderNodes(
  nodes: readonly GraphNode[],
  ends: readonly string[],
  fed: ReadonlySet<string>,
): GraphNode[] {
  const known = new Map(nodes.map((node) => [node.name, node]));
  const result: GraphNode[] = [];
  const state = new Map<string, "open" | "done">();
  // Each is looked at before and after what it reads: a list of its own in place of recursion, which a deep graph exhausts.
  const waiting: { readonly name: string; readonly reader: string }[] = ends
    .toReversed()
    .map((name) => ({ name, reader: "the model" }));
  while (waiting.length > 0) {
    const { name, reader } = waiting.at(-1)!;
    const node = known.get(name);
    if (fed.has(name) || state.get(name) === "done") waiting.pop();
    else if (node === undefined)
      throw new UserError(`${printable(reader)}: reads ${printable(name)}, which no node makes; save the model again`);
    else if (state.get(name) === "open") {
      state.set(name, "done");
      result.push(node);
      waiting.pop();
    } else {
      state.set(name, "open");
      for (const input of node.inputs.toReversed()) {
        const [from] = splitTensor(input);
        if (state.get(from) === "open" && !fed.has(from))
          throw new UserError(`${printable(name)} (${printable(node.op)}): depends on itself; build it without a loop`);
        waiting.push({ name: from, reader: name });
      }
    }
  }
  return result;
}
