import { UserError } from "../../base/errors.js";
import type { OnnxNode } from "./model.js";
import { nodeLabel } from "./printable.js";

const SHOWN = 8;

/**
 * Nodes in topological order. A sorted list is returned as it is; otherwise a node moves only as far forward as a
 * consumer before it needs.
 * @throws UserError that names the nodes of a cycle.
 */
export function sortNodes(nodes: readonly OnnxNode[]): readonly OnnxNode[] {
  const producer = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const name of node.outputs) if (name !== "") producer.set(name, index);
  });
  const sources = nodes.map((node) =>
    node.inputs.map((name) => producer.get(name)).filter((index) => index !== undefined),
  );
  if (sources.every((list, index) => list.every((source) => source < index))) return nodes;

  const order: number[] = [];
  const state = new Uint8Array(nodes.length);
  const [OPEN, DONE] = [1, 2];
  for (let root = 0; root < nodes.length; root++) {
    if (state[root] === DONE) continue;
    const path: { index: number; next: number }[] = [{ index: root, next: 0 }];
    state[root] = OPEN;
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const source = sources[top.index]![top.next++];
      if (source === undefined) {
        state[top.index] = DONE;
        order.push(top.index);
        path.pop();
      } else if (state[source] === OPEN) {
        throw cycle(nodes, path.map(({ index }) => index).slice(path.findIndex(({ index }) => index === source)));
      } else if (state[source] !== DONE) {
        state[source] = OPEN;
        path.push({ index: source, next: 0 });
      }
    }
  }
  return order.map((index) => nodes[index]!);
}

/** @param path indices from consumer to producer, the last of which consumes the first */
function cycle(nodes: readonly OnnxNode[], path: readonly number[]): UserError {
  const flow = path.toReversed();
  const first = flow.indexOf(flow.reduce((least, index) => Math.min(least, index)));
  const labels = [...flow.slice(first), ...flow.slice(0, first)].map((index) => nodeLabel(nodes[index]!, index));
  const more = labels.length > SHOWN ? ` → … (${labels.length} nodes)` : "";
  return new UserError(
    `${labels[0]}: nodes form a cycle (${labels.slice(0, SHOWN).join(" → ")}${more} → ${labels[0]}), expected an acyclic graph; export the model again`,
  );
}
