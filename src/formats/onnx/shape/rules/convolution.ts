import type { OnnxDim } from "../../model.js";
import { addDims, multiplyDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";
import { extent, slideWindow, type Window, windowOf } from "./window.js";

/** X [N, C, …], W [M, C/group, …], B [M] → [N, M, …] */
export const conv: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: convShape(node, 0, 1, 2) }];

/** Inputs x, xs, xz, w, ws, wz, ys, yz, B; the output has the dtype of its zero point. */
export const qlinearConv: ShapeRule = (node) => [{ dtype: node.input(7).dtype, shape: convShape(node, 0, 3, 8) }];

function convShape(node: NodeView, data: number, weight: number, bias: number): Shape | undefined {
  const x = node.shape(data);
  const w = node.shape(weight);
  if (x === undefined || w === undefined) return undefined;
  const window = convWindow(node, x, w);
  if (window === undefined) return [x[0]!, w[0]!, ...x.slice(2).map(() => null)];
  const group = groupOf(node);
  const law = `input channels must equal weight channels × group (${shapeText(w)}, group ${group})`;
  node.unify(x[1]!, multiplyDims(w[1]!, group), law);
  if (typeof w[0] === "number" && w[0] % group !== 0) {
    node.fail(`output channels must be a multiple of group ${group}`, `${w[0]}`);
  }
  if (node.has(bias)) node.unify(node.shapeOfRank(bias, 1)[0]!, w[0]!, "bias must have one element an output channel");
  return [x[0]!, w[0]!, ...x.slice(2).map((size, axis) => slideWindow(node, size, window, axis, false))];
}

/** X [N, C, …], W [C, M/group, …] → [N, M, …] */
export const convTranspose: ShapeRule = (node) => {
  const { dtype, shape: x } = node.input(0);
  const w = node.shape(1);
  if (x === undefined || w === undefined) return [{ dtype, shape: undefined }];
  const channels = multiplyDims(w[1] ?? null, groupOf(node));
  const window = convWindow(node, x, w);
  if (window === undefined) return [{ dtype, shape: [x[0]!, channels, ...x.slice(2).map(() => null)] }];
  node.unify(x[1]!, w[0]!, "input channels must equal the weight's first axis");
  if (node.has(2)) node.unify(node.shapeOfRank(2, 1)[0]!, channels, "bias must have one element an output channel");
  const rank = window.kernel.length;
  const given = node.attribute("output_shape", "ints");
  if (given !== undefined && given.length < rank)
    node.fail(`output_shape must have ${rank} integers`, `${given.length}`);
  const outputPadding = node.ints("output_padding", rank, 0);
  const spatial = x
    .slice(2)
    .map((size, axis) => given?.at(axis - rank) ?? grown(size, window, axis, outputPadding[axis]!));
  return [{ dtype, shape: [x[0]!, channels, ...spatial] }];
};

function grown(size: OnnxDim, window: Window, axis: number, outputPadding: number): OnnxDim {
  const stride = window.strides[axis]!;
  if (window.autoPad.startsWith("SAME")) return multiplyDims(size, stride);
  const pads = window.pads[axis]! + window.pads[axis + window.kernel.length]!;
  return addDims(multiplyDims(addDims(size, -1), stride), outputPadding + extent(window, axis) - pads);
}

function groupOf(node: NodeView): number {
  const group = node.int("group", 1);
  if (group < 1) node.fail("group must be at least 1", `${group}`);
  return group;
}

/** Undefined when neither the attribute nor the weight says how large the kernel is. */
function convWindow(node: NodeView, x: Shape, w: Shape): Window | undefined {
  if (x.length < 3) node.fail("input must be [N, C, …] with at least one spatial axis", shapeText(x));
  if (w.length !== x.length) node.fail(`weight must have rank ${x.length} as the input`, shapeText(w));
  const stated = node.attribute("kernel_shape", "ints");
  const kernel = w
    .slice(2)
    .map((size, axis) => node.unify(size, stated?.[axis] ?? null, "kernel_shape must be the weight's"));
  if (stated !== undefined && stated.length !== kernel.length) {
    node.fail(`kernel_shape must have ${kernel.length} integers`, `${stated.length}`);
  }
  return kernel.every((size) => typeof size === "number") ? windowOf(node, kernel as number[]) : undefined;
}
