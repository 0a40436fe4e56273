import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, draftNode, intsOf } from "../draft.js";
import { permuted } from "../permutation.js";
import { attentionLimit } from "./limits.js";
import { type AttentionMatch, matchAttention } from "./match.js";

/** Attention written in primitives becomes the chip's operator where its limits allow; else it stays as it is, as do the softmaxes `kept`. */
export function fuseAttention(draft: Draft, kept: ReadonlySet<string>): void {
  for (const softmax of draft.nodes.filter(({ opType, name }) => opType === "Softmax" && !kept.has(name))) {
    const match = matchAttention(draft, softmax);
    if (match === undefined || !allowed(draft, match)) continue;
    rewrite(draft, match);
  }
  draft.dropUnread();
}

function allowed(draft: Draft, match: AttentionMatch): boolean {
  const shapes = [draft.shapeOf(match.query), keyShape(draft, match), draft.shapeOf(match.value)];
  const rank = shapes[0]!.length;
  if (shapes.some(({ length }) => length !== rank)) return false;
  const [q, k, v] = shapes.map((shape) => (rank === 3 ? [1, ...shape] : shape)) as [number[], number[], number[]];
  if (q[1] !== k[1] || q[1] !== v[1]) return false;
  const mask = match.mask === undefined ? undefined : draft.shapeOf(match.mask);
  return attentionLimit(q, k, v, match.scale, mask) === undefined;
}

function keyShape(draft: Draft, { key, keyForm }: AttentionMatch): readonly number[] {
  const shape = draft.shapeOf(key);
  if (keyForm.kind === "drop") return shape;
  return [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
}

function rewrite(draft: Draft, match: AttentionMatch): void {
  const { product } = match;
  const shape = draft.shapeOf(product.outputs[0]!);
  const solid = shape.length === 4;
  const key = keyInOrder(draft, match);
  const inputs = [match.query, key, match.value].map((name) => (solid ? name : reshaped(draft, product, name)));
  if (match.mask !== undefined) inputs.push(match.mask);
  const [result] = product.outputs as [string];
  const output = solid ? result : draft.addValue([1, ...shape], "float32");
  draft.insertBefore(
    product,
    draftNode({
      name: draft.freshName("Operation"),
      opType: "Attention",
      inputs,
      outputs: [output],
      attributes: new Map([["scale", { type: "float", value: Math.fround(match.scale) }]]),
    }),
  );
  if (!solid) draft.insertBefore(product, reshape(draft, output, result, shape));
  draft.remove(product);
  for (const node of match.inside) draft.remove(node);
}

function keyInOrder(draft: Draft, { key, keyForm, product }: AttentionMatch): string {
  if (keyForm.kind === "drop") return key;
  if (keyForm.kind === "rewrite") {
    const perm = intsOf(keyForm.node, "perm")!.length === 4 ? [0, 2, 1, 3] : [1, 0, 2];
    keyForm.node.attributes.set("perm", { type: "ints", value: perm });
    draft.shapes.set(key, permuted(draft.shapeOf(keyForm.node.inputs[0]!), perm));
    return key;
  }
  const perm = [0, 1, 3, 2];
  const output = draft.addValue(permuted(draft.shapeOf(key), perm), "float32");
  const attributes = new Map([["perm", { type: "ints" as const, value: perm }]]);
  const name = draft.freshName("Operation");
  draft.insertBefore(product, draftNode({ name, opType: "Transpose", inputs: [key], outputs: [output], attributes }));
  return output;
}

function reshaped(draft: Draft, at: DraftNode, name: string): string {
  const shape = [1, ...draft.shapeOf(name)];
  const output = draft.addValue(shape, "float32");
  draft.insertBefore(at, reshape(draft, name, output, shape));
  return output;
}

function reshape(draft: Draft, input: string, output: string, shape: readonly number[]): DraftNode {
  const sizes = draft.addConstant(new Tensor("int64", [shape.length], BigInt64Array.from(shape, BigInt)));
  const name = draft.freshName("Operation");
  return draftNode({ name, opType: "Reshape", inputs: [input, sizes], outputs: [output] });
}
