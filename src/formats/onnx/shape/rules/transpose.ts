import type { ShapeRule } from "../rule.js";

/** Without perm the axes are reversed. */
export const transpose: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape === undefined) return [{ dtype, shape }];
  const perm = node.attribute("perm", "ints") ?? shape.map((_, axis) => shape.length - 1 - axis);
  const sorted = [...perm].sort((a, b) => a - b);
  if (perm.length !== shape.length || sorted.some((axis, i) => axis !== i)) {
    node.fail(`perm must be a permutation of 0 … ${shape.length - 1}`, `[${perm.join(", ")}]`);
  }
  return [{ dtype, shape: perm.map((axis) => shape[axis]!) }];
};
