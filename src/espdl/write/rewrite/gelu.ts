import { type Draft, type DraftNode, draftNode } from "../draft.js";

const near = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value - wanted) < 1e-4 * wanted;

/** ½ · x · (1 + erf(x / √2)), its factors in any order, becomes Gelu. */
export function gelus(draft: Draft): void {
  for (const erf of draft.nodes.filter(({ opType }) => opType === "Erf")) {
    const match = matched(draft, erf);
    if (match === undefined) continue;
    const [last] = match.nodes;
    const gelu = draftNode({ name: last.name, opType: "Gelu", inputs: [match.x], outputs: [...last.outputs] });
    draft.insertBefore(last, gelu);
    draft.remove(last);
    // From the last one up: what something else reads stays.
    for (const node of match.nodes.slice(1))
      if (draft.downstream(node).length === 0 && !node.outputs.some((name) => draft.outputs.includes(name)))
        draft.remove(node);
  }
}

interface Match {
  readonly x: string;
  /** The node that makes the result, then those that it came of, each before its own. */
  readonly nodes: readonly [DraftNode, ...DraftNode[]];
}

function matched(draft: Draft, erf: DraftNode): Match | undefined {
  const scaled = draft.producer(erf.inputs[0]!);
  const x = scaled && (factorOf(draft, scaled, "Mul", Math.SQRT1_2) ?? factorOf(draft, scaled, "Div", Math.SQRT2));
  const add = only(draft, erf);
  if (scaled === undefined || x === undefined || add?.opType !== "Add") return undefined;
  if (!add.inputs.some((name) => near(scalar(draft, name), 1))) return undefined;
  const first = only(draft, add);
  if (first?.opType !== "Mul") return undefined;
  const [other] = first.inputs.filter((name) => name !== add.outputs[0]);
  if (other === undefined) return undefined;
  const halved = draft.producer(other);
  if (halved !== undefined && factorOf(draft, halved, "Mul", 0.5) === x)
    return { x, nodes: [first, halved, add, erf, scaled] };
  const second = only(draft, first);
  if (second?.opType !== "Mul") return undefined;
  const rest = second.inputs.find((name) => name !== first.outputs[0]);
  const complete = (other === x && near(scalar(draft, rest), 0.5)) || (near(scalar(draft, other), 0.5) && rest === x);
  return complete ? { x, nodes: [second, first, add, erf, scaled] } : undefined;
}

/** The other operand of a product or quotient with this number. */
function factorOf(draft: Draft, node: DraftNode, opType: string, value: number): string | undefined {
  if (node.opType !== opType) return undefined;
  const at = node.inputs.findIndex((name) => near(scalar(draft, name), value));
  return at < 0 || (opType === "Div" && at === 0) ? undefined : node.inputs[1 - at];
}

function scalar(draft: Draft, name: string | undefined): number | undefined {
  const tensor = draft.constants.get(name ?? "");
  return tensor?.size === 1 ? tensor.item() : undefined;
}

function only(draft: Draft, node: DraftNode): DraftNode | undefined {
  const [reader, ...others] = draft.downstream(node);
  return others.length === 0 && !draft.outputs.includes(node.outputs[0]!) ? reader : undefined;
}
