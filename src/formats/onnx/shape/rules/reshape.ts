import type { OnnxDim } from "../../model.js";
import { divideDimsExactly, multiplyDims, productOfDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule, ValueFacts } from "../rule.js";

/** The data's elements survive any change of shape. */
function reshaped(data: ValueFacts, shape: Shape | undefined): ValueFacts {
  const elements = shape !== undefined && shape.length <= 1 ? data.elements : undefined;
  return { dtype: data.dtype, shape, ...(elements && { elements }) };
}

/** 0 keeps an axis (unless allowzero), one -1 takes what is left. */
export const reshape: ShapeRule = (node) => {
  const data = node.input(0);
  const target = node.elements(1);
  if (target === undefined) {
    const rank = node.shape(1)?.[0];
    const shape = typeof rank === "number" && rank <= 64 ? new Array<OnnxDim>(rank).fill(null) : undefined;
    return [{ dtype: data.dtype, shape }];
  }
  return [reshaped(data, reshapeTo(node, data.shape, target))];
};

function reshapeTo(node: NodeView, from: Shape | undefined, target: readonly OnnxDim[]): Shape {
  const keepZero = node.int("allowzero", 0) !== 0;
  const found = `${shapeText(from)} to ${shapeText(target)}`;
  const result = target.map((dim, axis): OnnxDim => {
    if (dim !== 0 || keepZero) return dim;
    if (from === undefined) return null;
    return axis < from.length ? from[axis]! : node.fail("0 must stand for an axis of the input", found);
  });
  const open = result.flatMap((dim, axis) => (dim === -1 ? [axis] : []));
  if (open.length > 1) node.fail("at most one axis may be -1", found);
  if (result.some((dim) => typeof dim === "number" && dim < -1)) node.fail("sizes must be at least -1", found);
  const size = from === undefined ? null : productOfDims(from);
  if (open.length === 0) {
    node.unify(size, productOfDims(result), `the number of elements must stay (${found})`);
    return result;
  }
  const [axis] = open as [number];
  const rest = result.filter((_, at) => at !== axis);
  result[axis] = remainder(node, from, size, rest, found);
  return result;
}

function remainder(node: NodeView, from: Shape | undefined, size: OnnxDim, rest: Shape, found: string): OnnxDim {
  const known = productOfDims(rest);
  if (typeof size === "number" && typeof known === "number") {
    const quotient = known === 0 ? 0 : size / known;
    return Number.isInteger(quotient) ? quotient : node.fail("the number of elements must stay", found);
  }
  // Unknown axes that are copied cancel out: [?, 8, 4] to [?, -1].
  if (
    size === null &&
    from !== undefined &&
    rest.length > 0 &&
    rest.every((dim, axis) => dim === null && from[axis] === null)
  ) {
    return productOfDims(from.slice(rest.length));
  }
  return divideDimsExactly(size, known);
}

/** [d0 … d(axis−1), d(axis) …] → [product, product] */
export const flatten: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape === undefined) return [{ dtype, shape: [null, null] }];
  const axis = node.int("axis", 1);
  if (axis < -shape.length || axis > shape.length)
    node.fail(`axis must be in [${-shape.length}, ${shape.length}]`, `${axis}`);
  const at = axis < 0 ? axis + shape.length : axis;
  return [{ dtype, shape: [productOfDims(shape.slice(0, at)), productOfDims(shape.slice(at))] }];
};

/** Undefined: not given. Null: given, but not known before the model runs. */
function axesOf(node: NodeView): readonly number[] | null | undefined {
  if (node.opset < 13) return node.attribute("axes", "ints");
  return node.has(1) ? (node.integers(1) ?? null) : undefined;
}

/** Without axes every axis of size 1 goes. */
export const squeeze: ShapeRule = (node) => {
  const data = node.input(0);
  const axes = axesOf(node);
  const { shape } = data;
  if (shape === undefined || axes === null) return [reshaped(data, undefined)];
  if (axes === undefined) {
    const certain = shape.every((dim) => typeof dim === "number");
    return [reshaped(data, certain ? shape.filter((dim) => dim !== 1) : undefined)];
  }
  const removed = new Set(axes.map((axis) => node.axis(axis, shape.length)));
  for (const axis of removed) node.unify(shape[axis]!, 1, `axis ${axis} must have size 1 (${shapeText(shape)})`);
  return [
    reshaped(
      data,
      shape.filter((_, axis) => !removed.has(axis)),
    ),
  ];
};

export const unsqueeze: ShapeRule = (node) => {
  const data = node.input(0);
  const given = axesOf(node);
  const axes = given === undefined ? node.fail("axes must be given", "none") : given;
  if (data.shape === undefined || axes === null) return [reshaped(data, undefined)];
  const rank = data.shape.length + axes.length;
  const inserted = new Set(axes.map((axis) => node.axis(axis, rank)));
  if (inserted.size !== axes.length) node.fail("axes must be distinct", `[${axes.join(", ")}]`);
  const rest = [...data.shape];
  const shape = Array.from({ length: rank }, (_, axis) => (inserted.has(axis) ? 1 : rest.shift()!));
  return [reshaped(data, shape)];
};

/** Axes are moved from depth to the plane: [N, C, H, W] → [N, C/b², H·b, W·b]. */
export const depthToSpace: ShapeRule = (node) => {
  const [n, c, h, w] = node.shapeOfRank(0, 4) as [OnnxDim, OnnxDim, OnnxDim, OnnxDim];
  const block = node.int("blocksize", 1);
  const shape = [n, divideDimsExactly(c, block * block), multiplyDims(h, block), multiplyDims(w, block)];
  return [{ dtype: node.input(0).dtype, shape }];
};

export const spaceToDepth: ShapeRule = (node) => {
  const [n, c, h, w] = node.shapeOfRank(0, 4) as [OnnxDim, OnnxDim, OnnxDim, OnnxDim];
  const block = node.int("blocksize", 1);
  const shape = [n, multiplyDims(c, block * block), divideDimsExactly(h, block), divideDimsExactly(w, block)];
  return [{ dtype: node.input(0).dtype, shape }];
};
