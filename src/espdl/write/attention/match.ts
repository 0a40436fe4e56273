import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, intOf, intsOf } from "../draft.js";

/** MatMul → [Mul | Div scale] → [Add mask | Where mask] → Softmax → MatMul, read as attention. */
export interface AttentionMatch {
  readonly query: string;
  /** [B, H, L, D] or [H, L, D] once `keyTranspose` is dropped or rewritten. */
  readonly key: string;
  readonly value: string;
  readonly mask: string | undefined;
  readonly scale: number;
  readonly keyForm: KeyForm;
  readonly product: DraftNode;
  /** Nodes that go away but for `product`, which makes the result. */
  readonly inside: readonly DraftNode[];
}

/** How K becomes Kᵀ: a Transpose to drop, one to rewrite to B H L D, Reshape–Transpose–Reshape, or K given as Kᵀ. */
export type KeyForm = { readonly kind: "drop" | "rewrite"; readonly node: DraftNode } | { readonly kind: "given" };

/** The attention that ends in this softmax, or undefined. */
export function matchAttention(draft: Draft, softmax: DraftNode): AttentionMatch | undefined {
  const rank = draft.shapeOf(softmax.inputs[0]!).length;
  if (rank < 3 || rank > 4 || ![-1, rank - 1].includes(intOf(softmax, "axis", -1))) return undefined;
  const product = onlyReader(draft, softmax.outputs[0]!);
  if (product?.opType !== "MatMul" || product.inputs[0] !== softmax.outputs[0]) return undefined;
  const inside: DraftNode[] = [softmax];
  const above = masked(draft, softmax.inputs[0]!, softmax, inside);
  const { name, scale } = scaled(draft, above.scores, inside);
  const scores = draft.producer(name);
  if (scores?.opType !== "MatMul" || onlyReader(draft, name) === undefined) return undefined;
  if (scores.inputs.some((input) => draft.isConstant(input)) || draft.isConstant(product.inputs[1]!)) return undefined;
  inside.push(scores);
  const left = prescaled(draft, scores.inputs[0]!, inside);
  const right = prescaled(draft, scores.inputs[1]!, inside);
  const key = keyOf(draft, right.name, left.name, inside);
  if (key === undefined) return undefined;
  return {
    query: left.name,
    key: key.name,
    value: product.inputs[1]!,
    mask: above.mask,
    scale: scale * (left.factor * right.factor),
    keyForm: key.form,
    product,
    inside,
  };
}

function onlyReader(draft: Draft, name: string): DraftNode | undefined {
  const readers = draft.readers(name);
  return readers.length === 1 && !draft.outputs.includes(name) ? readers[0] : undefined;
}

const scalarOf = (draft: Draft, name: string): number | undefined => {
  const tensor = draft.constants.get(name);
  return tensor?.size === 1 ? tensor.item() : undefined;
};

function masked(
  draft: Draft,
  name: string,
  reader: DraftNode,
  inside: DraftNode[],
): { readonly scores: string; readonly mask: string | undefined } {
  const node = draft.producer(name);
  if (onlyReader(draft, name) !== reader || node === undefined) return { scores: name, mask: undefined };
  if (node.opType === "Where") {
    const mask = foldedWhere(draft, node);
    if (mask === undefined) return { scores: name, mask: undefined };
    inside.push(node);
    return { scores: mask.scores, mask: draft.addConstant(mask.tensor) };
  }
  if (node.opType !== "Add") return { scores: name, mask: undefined };
  const from = node.inputs.findIndex((input) => ["MatMul", "Mul", "Div"].includes(draft.producer(input)?.opType ?? ""));
  if (from < 0) return { scores: name, mask: undefined };
  inside.push(node);
  return { scores: node.inputs[from]!, mask: node.inputs[1 - from]! };
}

/** Where(condition, scores, −inf) with a constant condition is an additive mask of 0 and −inf. */
function foldedWhere(draft: Draft, { inputs }: DraftNode): { scores: string; tensor: Tensor } | undefined {
  const condition = draft.constants.get(inputs[0]!);
  const at = inputs.findIndex((name, index) => index > 0 && scalarsAll(draft, name, Number.NEGATIVE_INFINITY));
  if (condition === undefined || at < 0) return undefined;
  const data = Float32Array.from(condition.data as Uint8Array, (kept) => {
    return (kept !== 0) === (at === 1) ? Number.NEGATIVE_INFINITY : 0;
  });
  return { scores: inputs[3 - at]!, tensor: new Tensor("float32", condition.shape, data) };
}

const scalarsAll = (draft: Draft, name: string, value: number): boolean =>
  draft.constants
    .get(name)
    ?.toNumbers()
    .every((element) => element === value) === true;

function scaled(draft: Draft, name: string, inside: DraftNode[]): { readonly name: string; readonly scale: number } {
  const node = draft.producer(name);
  if (node?.opType !== "Mul" && node?.opType !== "Div") return { name, scale: 1 };
  const constant = node.inputs.findIndex((input) => scalarOf(draft, input) !== undefined);
  if (constant < 0 || (node.opType === "Div" && constant === 0)) return { name, scale: 1 };
  const value = scalarOf(draft, node.inputs[constant]!)!;
  inside.push(node);
  return { name: node.inputs[1 - constant]!, scale: node.opType === "Mul" ? value : 1 / value };
}

/** A positive factor on Q or K alone goes into the scale. */
function prescaled(
  draft: Draft,
  name: string,
  inside: DraftNode[],
): { readonly name: string; readonly factor: number } {
  const node = draft.producer(name);
  const constant = node?.opType === "Mul" ? node.inputs.findIndex((input) => scalarOf(draft, input) !== undefined) : -1;
  if (node === undefined || constant < 0 || onlyReader(draft, name) === undefined) return { name, factor: 1 };
  inside.push(node);
  return { name: node.inputs[1 - constant]!, factor: scalarOf(draft, node.inputs[constant]!)! };
}

function keyOf(
  draft: Draft,
  name: string,
  query: string,
  inside: DraftNode[],
): { name: string; form: KeyForm } | undefined {
  const node = draft.producer(name);
  const perm = node?.opType === "Transpose" ? intsOf(node, "perm")?.join() : undefined;
  if (node !== undefined && (perm === "0,1,3,2" || perm === "0,2,1")) {
    if (onlyReader(draft, name) !== undefined) inside.push(node);
    return { name: node.inputs[0]!, form: { kind: "drop", node } };
  }
  if (node !== undefined && (perm === "0,2,3,1" || perm === "1,2,0"))
    return onlyReader(draft, name) && { name, form: { kind: "rewrite", node } };
  const merged = headMerge(draft, name);
  if (merged !== undefined) {
    inside.push(...merged);
    return { name: merged[2].inputs[0]!, form: { kind: "drop", node: merged[1] } };
  }
  const [keys, queries] = [draft.shapeOf(name), draft.shapeOf(query)];
  const given = keys.length === 4 && queries.length === 4 && keys[2] === queries[3] && keys[3] === queries[2];
  return given ? { name, form: { kind: "given" } } : undefined;
}

/** Reshape [B·H, L, D] → Transpose [0, 2, 1] → Reshape [B, H, D, L], from the last one up. */
function headMerge(draft: Draft, name: string): [DraftNode, DraftNode, DraftNode] | undefined {
  const outer = draft.producer(name);
  if (outer?.opType !== "Reshape" || onlyReader(draft, name) === undefined) return undefined;
  const turn = draft.producer(outer.inputs[0]!);
  if (turn?.opType !== "Transpose" || intsOf(turn, "perm")?.join() !== "0,2,1") return undefined;
  const inner = draft.producer(turn.inputs[0]!);
  return inner?.opType === "Reshape" && draft.shapeOf(inner.inputs[0]!).length === 4 ? [outer, turn, inner] : undefined;
}
