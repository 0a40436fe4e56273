import type { DType } from "../../../../base/tensor/dtype.js";
import type { NodeView } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";

/** Axes as an attribute before opset `inputSince`, as input 1 from there on; none means all. */
export const reduce =
  (inputSince: number): ShapeRule =>
  (node) => {
    const { dtype, shape } = node.input(0);
    if (shape === undefined) return [{ dtype, shape }];
    const byInput = node.opset >= inputSince;
    if (byInput && node.has(1) && node.integers(1) === undefined) return [unknownAxes(node, dtype, shape)];
    let axes = byInput ? node.integers(1) : node.attribute("axes", "ints");
    if (axes === undefined || (byInput && axes.length === 0)) {
      if (byInput && node.int("noop_with_empty_axes", 0) !== 0) return [{ dtype, shape }];
      axes = shape.map((_, axis) => axis);
    }
    return [{ dtype, shape: reduced(node, shape, axes) }];
  };

/** ArgMax and ArgMin: one axis, int64. */
export const argReduce: ShapeRule = (node) => {
  const shape = node.shape(0);
  return [{ dtype: "int64", shape: shape && reduced(node, shape, [node.int("axis", 0)]) }];
};

function reduced(node: NodeView, shape: Shape, axes: readonly number[]): Shape {
  const removed = new Set(axes.map((axis) => node.axis(axis, shape.length)));
  if (node.int("keepdims", 1) !== 0) return shape.map((dim, axis) => (removed.has(axis) ? 1 : dim));
  return shape.filter((_, axis) => !removed.has(axis));
}

function unknownAxes(node: NodeView, dtype: DType, shape: Shape): { dtype: DType; shape: Shape | undefined } {
  return { dtype, shape: node.int("keepdims", 1) !== 0 ? shape.map(() => null) : undefined };
}
