import type { OnnxDim } from "../../model.js";
import { floorDivideDims, multiplyDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule } from "../rule.js";

/** X, scales (opset 10), or X, roi, scales, sizes (11 on); `axes` names the axes meant (18 on). */
export const resize: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape === undefined) return [{ dtype, shape }];
  const at = node.opset < 11 ? 1 : 2;
  const sizes = node.opset < 11 || !node.has(3) ? undefined : node.elements(3);
  const axes = axesOf(node, shape);
  const result: OnnxDim[] = [...shape];
  if (sizes !== undefined && sizes.length > 0) {
    requireLength(node, "sizes", sizes.length, axes.length);
    const kept = keepAspect(node, shape, axes, sizes);
    for (const [i, axis] of axes.entries()) result[axis] = kept[i]!;
    return [{ dtype, shape: result }];
  }
  const scales = node.has(at) ? node.constant(at)?.toNumbers() : undefined;
  if (scales === undefined || scales.length === 0) return [{ dtype, shape: shape.map(() => null) }];
  requireLength(node, "scales", scales.length, axes.length);
  const roi = node.attribute("coordinate_transformation_mode", "string") === "tf_crop_and_resize";
  const region = roi ? node.constant(1)?.toNumbers() : undefined;
  axes.forEach((axis, i) => {
    const part = roi ? (region?.[i + axes.length] ?? Number.NaN) - (region?.[i] ?? Number.NaN) : 1;
    result[axis] = roi ? croppedDim(shape[axis]!, part, scales[i]!) : scaledDim(node, shape[axis]!, scales[i]!);
  });
  return [{ dtype, shape: result }];
};

/** Scales as an attribute (opset 7), as input 1 (9). */
export const upsample: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape === undefined) return [{ dtype, shape }];
  const scales = node.opset < 9 ? node.attribute("scales", "floats") : node.constant(1)?.toNumbers();
  if (scales === undefined) return [{ dtype, shape: shape.map(() => null) }];
  requireLength(node, "scales", scales.length, shape.length);
  return [{ dtype, shape: shape.map((dim, axis) => scaledDim(node, dim, scales[axis]!)) }];
};

function axesOf(node: NodeView, shape: Shape): readonly number[] {
  const axes = node.attribute("axes", "ints") ?? shape.map((_, axis) => axis);
  return axes.map((axis) => node.axis(axis, shape.length));
}

function requireLength(node: NodeView, what: string, found: number, expected: number): void {
  if (found !== expected) node.fail(`${what} must have ${expected} elements`, `${found}`);
}

/** floor(size · scale) in float32, as the specification and ONNX Runtime compute it. */
function scaledDim(node: NodeView, dim: OnnxDim, scale: number): OnnxDim {
  if (!(scale > 0)) node.fail("scales must be greater than 0", `${scale}`);
  if (typeof dim === "number") return Math.floor(Math.fround(Math.fround(dim) * Math.fround(scale)));
  // Only a scale that is a whole number of 1024ths has a short exact expression.
  const numerator = scale * 1024;
  return Number.isInteger(numerator) ? floorDivideDims(multiplyDims(dim, numerator), 1024) : null;
}

function croppedDim(dim: OnnxDim, part: number, scale: number): OnnxDim {
  const size = typeof dim === "number" ? Math.floor(Math.fround(Math.fround(dim * Math.fround(part)) * scale)) : null;
  return size === null || Number.isNaN(size) ? null : size;
}

/** keep_aspect_ratio_policy (18): one scale for all axes, sizes rounded half up. */
function keepAspect(node: NodeView, shape: Shape, axes: readonly number[], sizes: Shape): Shape {
  const policy = node.attribute("keep_aspect_ratio_policy", "string") ?? "stretch";
  if (policy === "stretch") return sizes;
  if (policy !== "not_larger" && policy !== "not_smaller") {
    node.fail("keep_aspect_ratio_policy must be stretch, not_larger or not_smaller", policy);
  }
  const dims = axes.map((axis) => shape[axis]!);
  if ([...dims, ...sizes].some((dim) => typeof dim !== "number")) return sizes.map(() => null);
  if (dims.includes(0)) node.fail("resized axes must not be empty", shapeText(shape));
  const scales = axes.map((_, i) => Math.fround((sizes[i] as number) / (dims[i] as number)));
  const scale = policy === "not_larger" ? Math.min(...scales) : Math.max(...scales);
  return dims.map((dim) => Math.floor(Math.fround(scale * (dim as number)) + 0.5));
}
