import type { DType } from "../../../../base/tensor/dtype.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";
import { broadcastShapes } from "./broadcast.js";

/** numpy's matmul: vectors gain an axis for the product, leading axes broadcast. */
export const matmul: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: product(node, 0, 1) }];

/** Inputs a, as, az, b, bs, bz, ys, yz. */
export const qlinearMatmul: ShapeRule = (node) => [{ dtype: node.input(7).dtype, shape: product(node, 0, 3) }];

/** Inputs a, b, azp, bzp → int32. */
export const matmulInteger: ShapeRule = (node) => [{ dtype: "int32", shape: product(node, 0, 1) }];

/** A [M, K], B [K, N] (either transposed), C broadcasting to [M, N]. */
export const gemm: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: gemmShape(node, 0, 1, 2) }];

/** Inputs a, as, az, b, bs, bz, C, ys, yz; without ys the output is float32. */
export const qgemm: ShapeRule = (node) => {
  const dtype: DType = node.has(8) ? node.input(8).dtype : node.has(7) ? "uint8" : "float32";
  return [{ dtype, shape: gemmShape(node, 0, 3, 6) }];
};

function product(node: NodeView, left: number, right: number): Shape | undefined {
  const a = node.shape(left);
  const b = node.shape(right);
  if (a === undefined || b === undefined) return undefined;
  if (a.length === 0 || b.length === 0)
    node.fail("inputs must have at least one axis", `${shapeText(a)} and ${shapeText(b)}`);
  const inner = b.length === 1 ? b[0]! : b[b.length - 2]!;
  node.unify(a[a.length - 1]!, inner, `inner axes must be equal (${shapeText(a)} × ${shapeText(b)})`);
  const batch = broadcastShapes(node, [a.slice(0, -2), b.slice(0, -2)]) as Shape;
  return [...batch, ...a.slice(-2, -1), ...(b.length === 1 ? [] : b.slice(-1))];
}

function gemmShape(node: NodeView, left: number, right: number, bias: number): Shape {
  const a = node.shapeOfRank(left, 2);
  const b = node.shapeOfRank(right, 2);
  const [m, k] = node.int("transA", 0) !== 0 ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [inner, n] = node.int("transB", 0) !== 0 ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  node.unify(k, inner, `inner axes must be equal (${shapeText(a)} × ${shapeText(b)})`);
  const c = node.has(bias) ? node.shape(bias) : undefined;
  if (c === undefined) return [m, n];
  if (c.length > 2) node.fail("C must have at most 2 axes", shapeText(c));
  const law = `C must broadcast to ${shapeText([m, n])}`;
  for (const [dim, wanted] of [[c.at(-1), n] as const, [c.at(-2), m] as const]) {
    if (dim !== undefined && dim !== 1) node.unify(dim, wanted, law);
  }
  return [m, n];
}
