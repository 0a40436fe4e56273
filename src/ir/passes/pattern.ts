import type { ConstantValue, Graph, Node, Value } from "../graph/graph.js";
import { postOrder } from "../graph/order.js";
import { keep, rewrite, useCounts } from "../graph/rewrite.js";

/** A found pattern: its root (the node it was found at), the nodes inside of it, and what replaces the root. */
export interface Match {
  /** Nodes below the root that vanish with it; nobody else may use them. */
  readonly inner: readonly Node[];
  /** The replacement; `rewritten` maps a value of the old graph, outside of the pattern, to the new graph. */
  readonly replace: (rewritten: (value: Value) => Value) => Value;
}

export type Matcher = (node: Node) => Match | undefined;

/** The node that makes `value` if its operator is `op`. */
export function made(value: Value | undefined, op: string): Node | undefined {
  return value?.kind === "result" && value.node.op === op ? value.node : undefined;
}

/** Both operands of a two-input node, as they stand and then the other way round (for commutative operators). */
export function eitherWay(node: Node): [Value, Value][] {
  const [a, b] = node.inputs as [Value, Value];
  return [
    [a, b],
    [b, a],
  ];
}

export function isConstant(value: Value): value is ConstantValue {
  return value.kind === "constant";
}

/** True for a scalar constant of this value. */
export function isScalarOf(value: Value, wanted: number): boolean {
  return isConstant(value) && value.tensor.shape.length === 0 && value.tensor.item() === wanted;
}

/**
 * Replaces every match, looking from the outputs towards the inputs so that the largest pattern wins; matches do not
 * overlap, and a pattern whose inside is used from outside is left alone.
 */
export function replacePatterns(graph: Graph, matcher: Matcher): Graph {
  const uses = useCounts(graph);
  const taken = new Set<Node>();
  const matches = new Map<Node, Match>();
  for (const node of postOrder(graph).toReversed()) {
    if (taken.has(node)) continue;
    const match = matcher(node);
    if (match === undefined) continue;
    const group = [node, ...match.inner];
    if (match.inner.some((inner) => taken.has(inner) || !isInside(inner, group, uses))) continue;
    for (const inner of group) taken.add(inner);
    matches.set(node, match);
  }
  if (matches.size === 0) return graph;
  const results = new Map<Value, Value>();
  return rewrite(graph, (node, inputs) => {
    const match = matches.get(node);
    // The inside of a pattern is gone: nobody reads it any more.
    if (match === undefined && taken.has(node)) return node.results;
    const values = match === undefined ? keep(node, inputs) : [match.replace((value) => results.get(value) ?? value)];
    values.forEach((value, index) => {
      results.set(node.results[index] as Value, value);
    });
    return values;
  });
}

/** True when every use of `node` is by a node of `group`. */
function isInside(node: Node, group: readonly Node[], uses: ReadonlyMap<Value, number>): boolean {
  return node.results.every((result) => {
    const within = group.flatMap((member) => member.inputs).filter((value) => value === result).length;
    return within === (uses.get(result) ?? 0);
  });
}
