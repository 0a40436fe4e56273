import type { DType } from "../../../../base/tensor/dtype.js";
import type { OnnxDim } from "../../model.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";
import { slideWindow, windowOf } from "./window.js";

/** MaxPool, AveragePool, LpPool; MaxPool's second output holds int64 indices. */
export const pool: ShapeRule = (node) => {
  const shape = pooled(node, false);
  return [
    { dtype: node.input(0).dtype, shape },
    { dtype: "int64", shape },
  ];
};

/** Inputs x, xs, xz, ys, yz. */
export const qlinearPool: ShapeRule = (node) => [
  { dtype: quantizedOutput(node), shape: pooled(node, node.int("channels_last", 0) === 1) },
];

/** [N, C, …] → [N, C, 1, …] */
export const globalPool: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: collapsed(node, false) }];

export const qlinearGlobalPool: ShapeRule = (node) => [
  { dtype: quantizedOutput(node), shape: collapsed(node, node.int("channels_last", 0) === 1) },
];

function quantizedOutput(node: NodeView): DType {
  return node.has(4) ? node.input(4).dtype : node.input(0).dtype;
}

function pooled(node: NodeView, channelsLast: boolean): Shape | undefined {
  const kernel = node.attribute("kernel_shape", "ints") ?? node.fail("kernel_shape must be given", "none");
  const x = node.shape(0);
  if (x === undefined) return undefined;
  if (x.length !== kernel.length + 2) {
    node.fail(`input must have rank ${kernel.length + 2} for a kernel of ${kernel.length} axes`, shapeText(x));
  }
  const window = windowOf(node, kernel);
  const ceil = node.int("ceil_mode", 0) !== 0;
  return overSpatial(x, channelsLast, (size, axis) => slideWindow(node, size, window, axis, ceil));
}

function collapsed(node: NodeView, channelsLast: boolean): Shape | undefined {
  const x = node.shape(0);
  if (x !== undefined && x.length < 2) node.fail("input must be [N, C, …]", shapeText(x));
  return x && overSpatial(x, channelsLast, () => 1);
}

function overSpatial(x: Shape, channelsLast: boolean, size: (dim: OnnxDim, axis: number) => OnnxDim): Shape {
  if (channelsLast) return [x[0]!, ...x.slice(1, -1).map(size), x[x.length - 1]!];
  return [x[0]!, x[1]!, ...x.slice(2).map(size)];
}
