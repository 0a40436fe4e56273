import { textOf } from "../../graph/attribute.js";
import { call } from "../../graph/build.js";
import { type Node, numbers, type Value } from "../../graph/graph.js";
import { permutation } from "../../graph/layout.js";
import type { Matcher } from "../pattern.js";
import { made } from "../pattern.js";
import { mergedOrigin } from "./merged-origin.js";

const input = (node: Node): Value => node.inputs[0] as Value;
const shapeOf = (node: Node): readonly number[] => (node.results[0] as Value).type.shape;

/** reshape(reshape(x)) → reshape(x). */
export const doubleReshape: Matcher = (node) => {
  const inner = node.op === "reshape" ? made(input(node), "reshape") : undefined;
  if (inner === undefined) return undefined;
  return {
    inner: [inner],
    replace: (rewritten) =>
      call("reshape", [rewritten(input(inner))], { newshape: shapeOf(node) }, mergedOrigin([inner, node])),
  };
};

/** The axes of a transpose or layout_transform; undefined for other operators. */
function axesOf(node: Node | undefined): number[] | undefined {
  if (node?.op === "layout_transform")
    return permutation(textOf(node.attributes, "src_layout"), textOf(node.attributes, "dst_layout"));
  if (node?.op !== "transpose") return undefined;
  const rank = shapeOf(node).length;
  return numbers(node.attributes, "axes").map((axis) => (axis < 0 ? axis + rank : axis));
}

/** Two permutations in a row as one transpose. */
export const doubleTranspose: Matcher = (node) => {
  const outer = axesOf(node);
  const value = input(node);
  const below = outer !== undefined && value.kind === "result" ? value.node : undefined;
  const inner = axesOf(below);
  if (outer === undefined || below === undefined || inner === undefined) return undefined;
  const axes = outer.map((axis) => inner[axis] as number);
  return {
    inner: [below],
    replace: (rewritten) => call("transpose", [rewritten(input(below))], { axes }, mergedOrigin([below, node])),
  };
};

/** A transpose that leaves every axis where it is. */
export const noTranspose: Matcher = (node) => {
  if (node.op !== "transpose" || !axesOf(node)?.every((axis, index) => axis === index)) return undefined;
  return { inner: [], replace: (rewritten) => rewritten(input(node)) };
};

/** broadcast_to_like(x, y) → broadcast_to(x, shape of y). */
export const concreteBroadcast: Matcher = (node) => {
  if (node.op !== "broadcast_to_like") return undefined;
  return {
    inner: [],
    replace: (rewritten) => call("broadcast_to", [rewritten(input(node))], { shape: shapeOf(node) }, node.origin),
  };
};
