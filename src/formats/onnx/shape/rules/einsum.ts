import type { OnnxDim } from "../../model.js";
import type { NodeView } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";

/** The labels of each operand's axes; an axis of `...` is named by its distance from the last one of them. */
function labelled(node: NodeView, term: string, shape: Shape): [label: string, dim: OnnxDim][] {
  const [before = "", after] = term.split("...");
  if (after === undefined && before.length !== shape.length)
    node.fail(`${term} must name every axis`, `rank ${shape.length}`);
  const wide = after === undefined ? 0 : shape.length - before.length - after.length;
  if (wide < 0) node.fail(`${term} must not name more axes than there are`, `rank ${shape.length}`);
  const labels = [...before, ...Array.from({ length: wide }, (_, i) => `#${wide - 1 - i}`), ...(after ?? "")];
  return labels.map((label, axis) => [label, shape[axis] as OnnxDim]);
}

/** Axes of `...` first, then the labels that appear once, in alphabetical order. */
function implied(left: string): string {
  const all = left.replaceAll(/[.,]/g, "");
  const once = [...new Set(all)].filter((label) => all.split(label).length === 2);
  return (left.includes("...") ? "..." : "") + once.sort().join("");
}

/** Labels with the same name have one length; where `...` broadcasts, 1 gives way. */
export const einsum: ShapeRule = (node) => {
  const { dtype } = node.input(0);
  const equation = (node.attribute("equation", "string") ?? "").replaceAll(" ", "");
  const [left = "", right = implied(left)] = equation.split("->");
  const dims = new Map<string, OnnxDim>();
  for (const [index, term] of left.split(",").entries()) {
    const shape = node.shape(index);
    if (shape === undefined) return [{ dtype, shape }];
    for (const [label, dim] of labelled(node, term, shape)) {
      const known = dims.get(label);
      const gives = known === undefined || (label.startsWith("#") && known === 1);
      if (gives) dims.set(label, dim);
      else if (!(label.startsWith("#") && dim === 1))
        dims.set(label, node.unify(known, dim, `label ${label} must have one length`));
    }
  }
  const wide = [...dims.keys()]
    .filter((label) => label.startsWith("#"))
    .sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
  const labels = right.includes("...")
    ? right.split("...").flatMap((part, i) => (i === 0 ? [...part, ...wide] : [...part]))
    : [...right];
  return [{ dtype, shape: labels.map((label) => dims.get(label) ?? null) }];
};
